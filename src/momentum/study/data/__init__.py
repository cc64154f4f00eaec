"""The images that the network learns from; README.md says whose they are."""

from pathlib import Path

DIGITS = Path(__file__).with_name("digits.csv.gz")

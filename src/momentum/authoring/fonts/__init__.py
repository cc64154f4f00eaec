"""The face of formulas; README.md says how it was cut."""

from pathlib import Path

FONT = Path(__file__).with_name("seeing-momentum-math.woff2")

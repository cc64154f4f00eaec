"""The faces as readers' browsers get them; README.md says how they were cut."""

from pathlib import Path

from momentum.authoring.fonts import FONT

FACES = (*sorted(Path(__file__).parent.glob("*.woff2")), FONT)

"""What the tests of the page "Does it work?" share: the study as plain JSON, and how its arms are named."""

import json

from momentum.study.kept import study

BETAS = (0, 0.5, 0.8, 0.9, 0.95)
KEYS = ("0", "0_5", "0_8", "0_9", "0_95")
HEAVY = KEYS[1:]
SIZES = (8, 16, 32, 64, 128, 256, 512, 905)


def whole():
    """The study as plain JSON."""
    return json.loads(study().to_json())

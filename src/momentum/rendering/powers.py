"""Powers of ten in plain text: raised digits to write them, and how a writer with markup finds and lowers them."""

from __future__ import annotations

import re

_HIGH = "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"
_RAISE = str.maketrans("-0123456789", _HIGH)
_LOWER = str.maketrans(_HIGH, "−0123456789")
EXPONENT = re.compile(f"(?<=10)[{_HIGH}]+")


def power_of_ten(exponent: int) -> str:
    """10 with a raised exponent.

    >>> power_of_ten(-6)
    '10⁻⁶'
    """
    return "10" + str(exponent).translate(_RAISE)


def lowered(high: str) -> str:
    """Raised digits as plain ones, with a true minus sign.

    >>> lowered("⁻⁶")
    '−6'
    """
    return high.translate(_LOWER)

"""How a number is printed, stated once: three significant digits, whole numbers in full, far ones as a power of ten.

Prose, captions, readouts and tables of data all print by this rule, so it stands where all of them can read it.
"""

from __future__ import annotations

import math
import numbers
import re
from typing import Literal

Form = Literal["text", "html", "tex"]
DIGITS = 3
SMALLEST, LARGEST = -3, 5
GROUP_FROM = 5
# A decimal as somebody types it.
DECIMAL = re.compile(r"\d*\.\d+")
_NARROW = {"text": "\u202f", "html": "\u202f", "tex": r"\,"}
_NUMERAL = re.compile(
    r"(?P<sign>[+-]?)(?P<whole>\d[\d,_]*)(?P<rest>\.\d+)?(?:[eE](?P<exponent>[+-]?\d+))?(?P<percent>%?)"
)
_RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def show(value: object, spec: str | None = None, tex: bool = False) -> str:
    """A number as a page prints it, as plain text or as TeX.

    Without `spec`: a whole number in full, in groups of three from five digits on; any other number to three
    significant digits without idle zeros, never shorter than its whole part; below 0.001 or from a million up as a
    power of ten; a string as it is. With `spec`, a Python format specification decides.
    Raises ValueError for what is no finite number and for a specification that doesn't fit.

    >>> show(0.123456), show(1234.5), show(29), show(23456), show(1.234e-5), show(-2.0)
    ('0.123', '1234', '29', '23\\u202f456', '1.23 × 10⁻⁵', '−2')
    >>> show(0.5, ".0%"), show(1.2e-5, tex=True)
    ('50\\u202f%', '1.2 \\\\times 10^{-5}')
    """
    return printed(value, spec, "tex" if tex else "text")


def printed(value: object, spec: str | None, form: Form) -> str:
    """The same for each `form` a number can stand in; "html" raises its exponents with an element."""
    if isinstance(value, str):
        if spec:
            raise ValueError(f"A format ({spec!r}) needs a number; got the text {value!r}.")
        return rf"\text{{{value}}}" if form == "tex" else value
    if isinstance(value, bool) or not isinstance(value, numbers.Real) or not math.isfinite(value):
        raise ValueError(f"A quoted number must be finite; got {value!r}.")
    if spec is not None:
        return typeset(_formatted(value, spec), form)
    if isinstance(value, numbers.Integral):
        return typeset(str(int(value)), form)
    return typeset(_rounded(float(value)), form)


def _formatted(value: numbers.Real, spec: str) -> str:
    try:
        text = format(value, spec).strip()
    except ValueError as error:
        raise ValueError(f"The format {spec!r} does not fit {value!r}: {error}.") from error
    if not _NUMERAL.fullmatch(text):
        raise ValueError(f"The format {spec!r} turns {value!r} into {text!r}, which is not a number.")
    return text


def _rounded(value: float) -> str:
    if value == 0:
        return "0"
    mantissa, _, power = f"{value:.{DIGITS - 1}e}".partition("e")
    exponent = int(power)
    if exponent < SMALLEST or exponent > LARGEST:
        return f"{mantissa.rstrip('0').rstrip('.')}e{exponent}"
    text = f"{value:.{max(DIGITS - 1 - exponent, 0)}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def typeset(numeral: str, form: Form = "text") -> str:
    """A numeral such as "-12345.6e-7" with a minus sign, thin spaces and a power of ten; raises on anything else."""
    match = _NUMERAL.fullmatch(numeral)
    if match is None:
        raise ValueError(f"{numeral!r} is not a number.")
    thin, minus = _NARROW[form], "-" if form == "tex" else "−"
    whole = re.sub(r"[,_]", "", match["whole"])
    if len(whole) >= GROUP_FROM:
        whole = re.sub(r"(?<=\d)(?=(?:\d{3})+$)", lambda _: thin, whole)
    text = match["sign"].replace("-", minus) + whole + (match["rest"] or "")
    if match["exponent"]:
        text = _power(text, int(match["exponent"]), form)
    if match["percent"]:
        text += r"\,\%" if form == "tex" else f"{thin}%"
    return text


def _power(text: str, exponent: int, form: Form) -> str:
    times = {"text": " × ", "html": "\u00a0×\u00a0", "tex": r" \times "}[form]
    sign = text[0] if text[0] in "+-−" else ""
    before = sign if text[len(sign) :] == "1" else text + times
    if form == "tex":
        return f"{before}10^{{{exponent}}}"
    if form == "html":
        return f"{before}10<sup>{str(exponent).replace('-', '−')}</sup>"
    return f"{before}10{str(exponent).translate(_RAISED)}"

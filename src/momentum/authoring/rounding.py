"""The one rule of rounding as page writers meet it: what can't be printed is a fault of the page."""

from __future__ import annotations

from momentum.authoring import AuthoringError
from momentum.store import rounding
from momentum.store.rounding import Form

__all__ = ["Form", "printed", "show", "typeset"]


def printed(value: object, spec: str | None, form: Form) -> str:
    """`momentum.store.rounding.printed`; raises AuthoringError in its place."""
    try:
        return rounding.printed(value, spec, form)
    except ValueError as error:
        raise AuthoringError(str(error)) from error


def show(value: object, spec: str | None = None, tex: bool = False) -> str:
    """A number as plain text or TeX; raises AuthoringError for what is no number.

    >>> show(0.123456), show(1.2e-5, tex=True)
    ('0.123', '1.2 \\\\times 10^{-5}')
    """
    return printed(value, spec, "tex" if tex else "text")


def typeset(numeral: str, form: Form = "text") -> str:
    """`momentum.store.rounding.typeset`; raises AuthoringError in its place."""
    try:
        return rounding.typeset(numeral, form)
    except ValueError as error:
        raise AuthoringError(str(error)) from error

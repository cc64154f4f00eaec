"""An expression of the engine as TeX: how a loss's formula is printed, from the formula itself."""

from __future__ import annotations

import re
from math import e, pi

from momentum.engine.expression import Expression

SUM, PRODUCT, SIGN, POWER, ATOM = range(5)  # what binds how tightly
_NAMED = {e: "e", pi: r"\pi"}
MOST = 26  # signs of a line that a phone shows whole
_GROUP = re.compile(r"(?:\\frac\{(?P<over>[^{}]*)\}|\^|(?P<root>\\sqrt))\{(?P<under>[^{}]*)\}")
_UNSEEN = re.compile(r"\\(?:left|right|[Bb]ig[lr])?|[{} ]")


def tex(expression: Expression) -> str:
    """The expression as TeX, with brackets only where they are needed.

    >>> tex(["add", ["pow", ["sub", 1, "x"], 2], ["mul", 100, ["sin", "y"]]])
    '(1 - x)^{2} + 100 \\\\sin (y)'
    """
    return _printed(expression)[0]


def equation(head: str, expression: Expression, most: int = MOST) -> str:
    """`head` = the expression as TeX, with its terms in as many lines as it takes for none to be long.

    A sum that is divided is written behind one half, say, so that its terms can be parted too.

    >>> equation("f", ["div", ["add", ["pow", "x", 2], ["mul", 5, "y"]], 2], most=6)
    '\\\\begin{aligned} &f = \\\\frac{1}{2} \\\\bigl[x^{2} \\\\\\\\ &\\\\quad + 5 y\\\\bigr] \\\\end{aligned}'
    """
    whole = f"{head} = {tex(expression)}"
    if _signs(whole) <= most:
        return whole
    before, after = f"{head} = ", ""
    if isinstance(expression, list) and expression[0] == "div" and len(_terms(expression[1])) > 1:
        before, after, expression = rf"{head} = \frac{{1}}{{{tex(expression[2])}}} \bigl[", r"\bigr]", expression[1]
    first, *terms = _terms(expression)
    rows = [before + first]
    for term in terms:
        joined = f"{rows[-1]} {term}"
        rows = [*rows[:-1], joined] if _signs(joined) <= most else [*rows, rf"\quad {term}"]
    rows[-1] += after
    return rows[0] if len(rows) == 1 else r"\begin{aligned} &" + r" \\ &".join(rows) + r" \end{aligned}"


def _terms(expression: Expression) -> list[str]:
    """The terms of a sum as TeX, all but the first with its sign."""
    if not isinstance(expression, list) or expression[0] not in ("add", "sub"):
        return [tex(expression)]
    sign, binds = ("+", SUM) if expression[0] == "add" else ("-", PRODUCT)
    return [*_terms(expression[1]), f"{sign} {_at_least(binds, expression[2], inner=True)}"]


def _signs(text: str) -> int:
    """About how many signs wide a formula is: a fraction is as wide as the wider of its parts."""

    def flat(group: re.Match[str]) -> str:
        return ("√" if group["root"] else "") + max(group["over"] or "", group["under"], key=len)

    while (flatter := _GROUP.sub(flat, text)) != text:
        text = flatter
    return len(_UNSEEN.sub("", text.replace(r"\quad", "__")))


def _printed(expression: Expression) -> tuple[str, int]:
    """The TeX of an expression, and how tightly its last operation binds."""
    if not isinstance(expression, list):
        return _leaf(expression)
    name, *arguments = expression
    if name == "div":
        return rf"\frac{{{tex(arguments[0])}}}{{{tex(arguments[1])}}}", SIGN
    if name == "sqrt":
        return rf"\sqrt{{{tex(arguments[0])}}}", ATOM
    if name == "neg":
        return f"-{_at_least(PRODUCT, arguments[0])}", SUM
    if name == "pow":
        return f"{_at_least(ATOM, arguments[0])}^{{{tex(arguments[1])}}}", POWER
    if name in ("add", "sub"):
        return " ".join(_terms(expression)), SUM
    if name == "mul":
        left, right = (_at_least(PRODUCT, argument, inner=place > 0) for place, argument in enumerate(arguments))
        times = r" \cdot " if right[0].isdigit() else " "
        return f"{left}{times}{right}", PRODUCT
    return rf"\{name} {_bracketed(tex(arguments[0]))}", SIGN


def _leaf(leaf: str | float) -> tuple[str, int]:
    if isinstance(leaf, str):
        return leaf, ATOM
    for value, symbol in _NAMED.items():
        if (times := leaf / value).is_integer() and times:
            return (symbol, ATOM) if times == 1 else (f"{times:.0f} {symbol}", PRODUCT)
    return f"{leaf:g}", SUM if leaf < 0 else ATOM


def _at_least(level: int, expression: Expression, *, inner: bool = False) -> str:
    """The TeX of a part; in brackets if it binds less tightly than `level`, or begins with a sign inside a term."""
    text, binds = _printed(expression)
    return _bracketed(text) if binds < level or (inner and text.startswith("-")) else text


def _bracketed(text: str) -> str:
    """In brackets that grow only where they must: a browser leaves room for the larger ones beside the small."""
    return rf"\left({text}\right)" if r"\frac" in text else f"({text})"

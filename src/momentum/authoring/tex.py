"""TeX to MathML, strictly: what the converter refuses, and what it would let through but no reader should meet.

The conversion is math-core's; this is the one place that knows it. It runs at build time, so pages need no script. The
TeX is not kept in the page: MathML is what assistive technology reads, and an annotation would turn up in the search.
"""

from __future__ import annotations

import html
import re
from functools import cache

from math_core import LatexError, LatexToMathML

from momentum.authoring import AuthoringError, mathfont

_CONVERTER = LatexToMathML(fancy_error=False)
_INSTEAD = {
    r"\\(?:def|let|newcommand|renewcommand|DeclareMathOperator)\b": "a formula can't define commands",
    r"\\(?:over|atop|choose|above)(?![A-Za-z])": r"write \frac{...}{...} or \binom{...}{...}",
    r"\\(?:color|textcolor|colorbox|fcolorbox)\b": "colours belong to chips and figures",
    r"\\(?:b|x)?cancel\b|\\boxed\b|\\sout\b": "browsers do not draw it",
    r"\\vec\b": "a plain letter is a vector here",
    r"\\(?:over|under)line\b": r"write \bar{...}",
    r"\\wide(?:hat|tilde|check)\b": r"write \hat{...} or \tilde{...}",
    r"\\(?:label|tag|ref|eqref|notag|nonumber)\b": "formulas are not numbered",
    r"\\begin\{(?:equation|align|gather|multline|flalign|alignat|eqnarray)\*?\}": r"write \begin{aligned}",
    r"\\\$": "a dollar sign can stand in code alone",
    r"(?<!\\)%": r"it would hide the rest; write \%",
    r"[`\"]": "quotation marks belong into the text",
}
_WORDS = "eta|tau|rho|phi|psi|chi|sum|min|max|log|exp|sin|cos|lim"
_IN_WORDS = re.compile(r"\\(?:text\w*|mathrm|mathit|operatorname\*?|begin|end)\s*\{[^{}]*\}|\\[A-Za-z]+")
_UNWRAPPED = re.compile(rf"[A-Za-z]{{4,}}|\b(?:{_WORDS})\b")
_SIDED = re.compile(r"\\(?:left|right|middle)(?![A-Za-z])\s*(?:\\[A-Za-z]+|\\?\S)")


def _fault(tex: str, position: int, reason: str) -> AuthoringError:
    return AuthoringError(f"The formula “{tex}” can't be set: {reason} (character {position + 1}).")


def _refuse(tex: str) -> None:
    """Raises on what math-core accepts and a reader would see go wrong."""
    if not tex.strip():
        raise AuthoringError("A formula is empty: something must stand between its dollar signs.")
    for pattern, reason in _INSTEAD.items():
        if match := re.search(pattern, tex):
            raise _fault(tex, match.start(), f"it holds {match.group()}; {reason}")
    if (match := re.search(r"\\\\", tex)) and r"\begin" not in tex:
        raise _fault(tex, match.start(), r"a line break needs \begin{aligned}")
    if (match := re.search(r"\\middle", tex)) and r"\left" not in tex:
        raise _fault(tex, match.start(), r"\middle needs \left and \right")
    bare = _IN_WORDS.sub(lambda found: " " * len(found[0]), _SIDED.sub(lambda found: " " * len(found[0]), tex))
    if match := _UNWRAPPED.search(bare):
        raise _fault(tex, match.start(), f"{match.group()!r} is neither a command nor in \\text{{...}}")
    opened, closed = (sum(bare.count(bracket) for bracket in pair) for pair in ("([", ")]"))
    if opened != closed:
        raise _fault(tex, len(tex) - 1, f"it opens {opened} brackets and closes {closed}")


def _tidy(mathml: str) -> str:
    """Characters instead of HTML's names for them, a grouped numeral as one number, and primes that stand as drawn.

    A prime is drawn raised and small already; browsers that ignore the font's script forms would raise it twice. A
    table's scriptlevel is dropped: MathML Core gives tables none.
    """
    mathml = re.sub(r'(<mtable\b[^>]*?) scriptlevel="[^"]*"', r"\1", mathml)
    mathml = re.sub(r"&(?!(?:lt|gt|amp|quot|#\w+);)\w+;", lambda match: html.unescape(match[0]), mathml)
    mathml = re.sub(
        r"<msup>(<mi[^>]*>[^<]+</mi>)(<mo)(>[′″]+</mo>)</msup>", r'<mrow>\1\2 lspace="0" rspace="0"\3</mrow>', mathml
    )
    return re.sub(r'(?<=\d)</mn><mspace width="0\.16666667em"/><mn>(?=\d{3}\b)', "\u2009", mathml)


@cache
def mathml(tex: str, display: bool = False) -> str:
    """A formula as a `<math>` element, set as a block if `display`.

    Raises AuthoringError with the TeX, the position and the reason: unbalanced or unknown commands, empty formulas,
    words outside \\text, and characters that the maths font lacks.
    """
    _refuse(tex)
    try:
        element = _tidy(_CONVERTER.convert_with_local_state(tex.strip(), displaystyle=display))
    except LatexError as error:
        place, _, reason = str(error).partition(": ")
        position = int(place) + len(tex) - len(tex.lstrip()) if place.isdigit() else 0
        raise _fault(tex, position, reason.rstrip(".")[:1].lower() + reason.rstrip(".")[1:]) from error
    if missing := mathfont.used(element) - mathfont.coverage():
        names = ", ".join(f"{chr(point)} (U+{point:04X})" for point in sorted(missing))
        raise AuthoringError(f"The formula “{tex}” can't be set: the maths font lacks {names}.")
    if not breadth(element):
        raise AuthoringError(f"The formula “{tex}” is empty: nothing of it can be seen.")
    return element


def breadth(element: str) -> int:
    """How many visible characters a `<math>` element has: a rough measure of its width."""
    return len(re.sub(r"\s", "", html.unescape(re.sub(r"<[^>]+>", "", element))))

"""Every law that a page displays or has in its sentences is held against the engine, and none goes unread."""

from __future__ import annotations

import re

import pytest

from built import PAGES
from equations import ARITHMETIC, QUOTED, displayed, inline, plain
from formula import evaluate
from laws import LAWS
from momentum import theory


@pytest.mark.parametrize(("page", "tex", "symbols", "value"), LAWS)
def test_a_law_holds_for_what_was_measured(page, tex, symbols, value):
    assert tex in [*displayed(page), *inline(page)], f"{page} has no {tex}"
    if value is None:
        left, right = (evaluate(side.replace(r"\text{lr}", r"\lr"), **symbols) for side in tex.split("="))
        assert left == pytest.approx(right, rel=1e-9)
    else:
        assert evaluate(tex, **symbols) == pytest.approx(value, rel=1e-9)


# What a page displays that another test holds: rules of a step, sums of quoted numbers, and what only names a thing.
ELSEWHERE = (
    r"\leftarrow", "pmatrix", r"\sum_i", "f(x, y)", r"u_{k+1}", r"- c\,", r"\text{new}", r"\eta g(", r"\le ",
    r"\ge ", r"\min_p", "<",
)  # fmt: skip
DEFINITIONS = {r"g = \nabla f(\theta) + \sigma\, \xi"}


@pytest.mark.parametrize("page", PAGES)
def test_no_formula_that_is_displayed_goes_unread(page):
    read = {tex for where, tex, *_ in LAWS if where == page} | {
        plain(tex) for where, tex in ARITHMETIC if where == page
    }
    for tex in displayed(page):
        known = tex in read or tex in DEFINITIONS or any(part in tex for part in ELSEWHERE)
        assert known, f"{page}: no test reads {tex}"


LAW = re.compile(r"\\sqrt|\\frac|\\leftarrow|/\(?\d?\s*[\d(\\a-zA-Z]|\\kappa\s*[+-]|\^\d")
# Losses and steps that other tests take from the page, parts of longer formulas, and other people's formulas.
NAMES = re.compile(
    r"\\leftarrow|\[\[|^[wx]\^2/(2|10)|^x\^2/10|Q|z_t|^1/k|^1/\\sqrt B|^1/25|^2/26|^2/\(\\lambda_1|^\\beta/r$"
    r"|k\\rho|\\rho\^k"
    r"|^1 - 2/|r\^2|T H|\\beta_1\^k|^1, x|x\^2$|^f = x\^2/2|^\\sqrt\\kappa$|^\\kappa$|^\\sqrt\{?\\beta\}?$|\\sqrt ?2"
    r"|^\\eta = 1/L|^\\eta = 1/25|\\theta\^\\star"
)


@pytest.mark.parametrize("page", [page for page in PAGES if page != "how-we-know.md"])
def test_no_law_in_a_sentence_goes_unread(page):
    read = {tex for where, tex, *_ in LAWS if where == page}
    unread = [
        tex for tex in inline(page) if LAW.search(QUOTED.sub("1", tex)) and tex not in read and not NAMES.search(tex)
    ]
    assert unread == []


@pytest.mark.parametrize("page", PAGES)
def test_a_power_in_words_is_that_of_its_law(page):
    """The number of steps grows like kappa, or its root, as the two best rates do for steep valleys."""
    for tex in inline(page):
        if match := re.fullmatch(r"1 - 2/(\\sqrt)?\\kappa", tex):
            for kappa in (1e6, 1e8):
                best = (
                    theory.optimal_heavy_ball(1.0, kappa) if match[1] else theory.optimal_gradient_descent(1.0, kappa)
                )
                assert evaluate(tex, kappa=kappa) - best.rate == pytest.approx(0, abs=3 * (1 - best.rate) ** 2)

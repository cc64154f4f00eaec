"""Formulas that are read in their own way: matrices, chains of equations, bounds, and updates in sentences."""

from __future__ import annotations

import re

import numpy as np
import pytest

from built import PAGES
from equations import displayed, inline, plain
from formula import evaluate
from laws import BETA, HEAVY, HIGH, KAPPA, LOW, RATE, STEP
from momentum import quadratic, theory
from retold import walk


def _one(page: str, *parts: str) -> str:
    found = [tex for tex in displayed(page) if all(part in tex for part in parts)]
    assert len(found) == 1, (page, parts, found)
    return found[0]


def test_the_matrix_of_a_step_is_the_engine_s():
    tex = _one("theory.md", r"R &=", r"\leftarrow R")
    cells = re.findall(r"\\begin\{pmatrix\}(.+?)\\end\{pmatrix\}", tex)[-1]
    symbols = {"eta": RATE, "beta": BETA, "lambda": HIGH}
    matrix = [[evaluate(cell, **symbols) for cell in row.split("&")] for row in cells.split(r"\\")]
    np.testing.assert_allclose(matrix, theory.transition(HIGH, RATE, BETA), rtol=1e-12)
    assert [re.sub(r"\s", "", cell) for cell in re.findall(r"\\begin\{pmatrix\}(.+?)\\end", tex)[:2]] == [r"v\\u"] * 2


def test_the_matrix_with_numbers_has_its_numbers_in_their_places():
    tex = _one("theory.md", "[[theory.along_a]]")
    assert re.findall(r"theory\.along_(\w)", tex) == ["a", "b", "c", "d"]


def test_the_loss_of_a_bowl_is_the_engine_s():
    place = np.array([0.3, -1.7])
    whole = quadratic([2.0, 5.0]).value(place)
    assert _one("theory.md", r"\sum_i") == r"f = \frac12 \sum_i \lambda_i u_i^2"
    terms = [evaluate(r"\frac{1}{2} \lambda u^2", u=u, **{"lambda": c}) for c, u in zip((2.0, 5.0), place, strict=True)]
    assert whole == pytest.approx(sum(terms))
    assert r"f = \tfrac12 (\theta - \theta^\star)^T H (\theta - \theta^\star)" in inline("theory.md")
    valley = evaluate(_one("ravine.md", "f(x, y)").split("=")[1], x=3.0, y=-2.0, kappa=25.0)
    assert valley == quadratic([1.0, 25.0]).value(np.array([3.0, -2.0]))


def test_a_change_of_the_ravine_is_that_of_its_two_parabolas():
    after = walk(lambda at: np.array([1.0, 25.0]) * at, (3.0, -2.0), 1, 0.05)[1]
    for name, before, end in (("x", 3.0, after[0]), ("y", -2.0, after[1])):
        tex = _one("ravine.md", rf"{name} \leftarrow")
        assert evaluate(tex.split(r"\leftarrow")[1], eta=0.05, kappa=25.0, **{name: before}) == pytest.approx(end)


def test_the_spring_s_equation_is_the_rule_without_its_velocity():
    first, second = (
        tex.replace(r"\quad", "") for tex in displayed("theory.md") if ("u_k" in tex and "h" in tex) or "- c" in tex
    )
    path = walk(lambda at: 3.0 * at, [1.0], 3, 0.01, 0.9)[:, 0]
    names = {"u_k+1": path[3], "u_k": path[2], "u_k-1": path[1], "h": 0.1, "lambda": 3.0, "c": (1 - 0.9) / 0.1}
    left, right = first.split("=")
    assert evaluate(left, **names) == pytest.approx(evaluate(right + second, **names), rel=1e-9)


def test_nesterov_s_lines_follow_from_each_other():
    new, carried, *more = [tex for tex in displayed("nesterov.md") if r"\le" not in tex]
    eta, beta, x, v = 0.1, 0.6, 1.3, -0.4
    slope = 3 * (x + beta * v)
    after = beta * v - eta * slope
    given = {
        "eta": eta, "beta": beta, "x": x, "v": v, "y": x + beta * v, "theta": x, "theta_new": x + after, "g": slope,
        "v_new": after, "vartheta": x + beta * v, "vartheta_new": x + after + beta * after,
    }  # fmt: skip
    for tex in (new, carried):
        side = re.sub(r"g\(.+?\)", "g", tex.split("=")[1])
        assert evaluate(side, **given) == pytest.approx(after)
    assert len(more) == 4
    for tex in more:
        assert evaluate(tex.split("=")[1], **given) == pytest.approx(given["vartheta_new"]), tex


def test_the_bounds_are_met_and_not_by_much():
    tex = _one("nesterov.md", r"\le").split(r"\le")[1]
    tex = tex.replace(r"\lVert \theta_0 - \theta^\star \rVert", "d")
    assert evaluate(tex, L=2.0, d=3.0, k=4.0) == pytest.approx(2 * 2 * 9 / 25)
    assert _one("nesterov.md", r"\le").split(r"\le")[0].strip() == r"f(\theta_k) - f^\star"
    left, right = _one("limits.md", r"\ge").split(r"\ge")
    assert evaluate(right, kappa=KAPPA, k=3.0) == pytest.approx(HEAVY.rate**3)
    assert [*re.findall(r"theta_(\w)", left)] == ["k", "0"]


def test_what_chebyshev_s_polynomial_leaves():
    tex = _one("theory.md", r"\rho^k").split("=")
    assert tex[0].strip() == r"\min_p \max_\lambda |p(\lambda)|"
    place = (HIGH + LOW) / (HIGH - LOW)
    left = 1 / np.cosh(STEP * np.arccosh(place))
    rho = HEAVY.rate
    assert evaluate(tex[1].replace("^{-k}", "^{(-k)}"), rho=rho, k=STEP) == pytest.approx(left, rel=1e-9)


def test_a_direction_swings_between_the_two_borders():
    low, middle, high = _one("theory.md", "<").split("<")
    assert plain(middle) == r"\eta\lambda"
    for border, inwards in ((low, 1.001), (high, 0.999)):
        product = evaluate(border, beta=BETA)
        for factor, swings in ((inwards, True), (1 / inwards, False)):
            values = np.linalg.eigvals(theory.transition(product * factor, 1.0, BETA))
            assert (np.abs(values.imag).max() > 1e-9) == swings


def test_the_eigenvalues_of_a_step_solve_the_quadratic_of_the_page():
    tex = next(tex for tex in inline("theory.md") if tex.startswith("r^2"))
    for root in np.linalg.eigvals(theory.transition(HIGH, RATE, BETA)):
        value = evaluate(tex.split("=")[0], r=root, beta=BETA, eta=RATE, **{"lambda": HIGH})
        assert abs(value) < 1e-12


# --- Rules of a step, wherever they stand --------------------------------------------------------------------

GIVEN = {"eta": 0.07, "beta": 0.6, "tau": 0.35, "theta": 1.7, "v": -0.4, "s": -0.4, "g": 2.3, "lambda": 0.9}
_V, _G = 0.6 * -0.4, 2.3
UPDATES = {
    "sum": _V + _G, "average": _V + 0.4 * _G, "dampened": _V + 0.65 * _G, "inside": _V - 0.07 * _G,
    "step by v": 1.7 + 0.07 * 0.4, "step v": 1.3, "step by g": 1.7 - 0.07 * _G, "ahead": 1.7 - 0.07 * (_G + _V),
    "decay": 1.7 * (1 - 0.07 * 0.9),
}  # fmt: skip
RULES = {
    "glossary.md": ["dampened", "step by v"], "gradient-descent.md": ["step by g"],
    "limits.md": ["sum"], "momentum.md": ["average", "step by v", "sum"],
    "nesterov.md": ["inside", "step v"], "noise.md": ["average"], "theory.md": ["sum", "step by v"],
    "which-momentum.md": [
        "sum", "step by v", "inside", "step v", "average", "step by v", "sum", "ahead", "decay"
    ],
}  # fmt: skip


@pytest.mark.parametrize("page", PAGES)
def test_an_arrow_on_a_page_makes_the_update_that_its_page_speaks_of(page):
    kinds = []
    for tex in [*displayed(page), *inline(page)]:
        if r"\leftarrow" in tex and "pmatrix" not in tex and page != "ravine.md":
            target, made = tex.split(r"\leftarrow")
            value = evaluate(made, **GIVEN)
            kind = [name for name, one in UPDATES.items() if abs(one - value) < 1e-12]
            assert len(kind) == 1, f"{page}: {tex} is no rule of the engine"
            assert plain(target) in ((r"\theta",) if kind[0] in list(UPDATES)[4:] else ("v", "s"))
            kinds += kind
    assert kinds == RULES.get(page, [])


def test_a_guarantee_in_words_has_the_power_of_its_method():
    powers = {page: [tex for tex in inline(page) if tex.startswith("1/k")] for page in ("nesterov.md", "other-ways.md")}
    assert powers == {"nesterov.md": ["1/k", "1/k^2"], "other-ways.md": ["1/k^2", "1/k"]}

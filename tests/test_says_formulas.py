"""Every formula that a page displays, and every law in its sentences, is held against the engine or a run."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pytest

from built import PAGES
from formula import evaluate
from momentum import CONVENTIONS, quadratic, theory
from retold import walk
from test_says_pages import ARITHMETIC, QUOTED, lines, source

LOW, HIGH, RATE, BETA, STEP = 0.7, 31.0, 0.011, 0.6, 5.0
KAPPA = HIGH / LOW
PLAIN, HEAVY = theory.optimal_gradient_descent(LOW, HIGH), theory.optimal_heavy_ball(LOW, HIGH)
ENDS = {"lambda_min": LOW, "lambda_max": HIGH, "kappa": KAPPA}
BEST = {"eta": HEAVY.learning_rate, "beta": HEAVY.beta, **ENDS}
EDGE = theory.stable_product(BETA)


def _steady(rule: str) -> float:
    """How long steps become on a steady slope of 1 at a learning rate of 1: the long-run step of a rule."""
    name = {"sum": "heavy ball", "average": "moving average"}[rule]
    made = CONVENTIONS[name].rule(1.0, BETA)
    theta, state, slope = np.zeros(1), None, np.ones(1)
    state = made.init(theta)
    for _ in range(400):
        before = theta
        theta, state = made.step(theta, state, slope)
    return float((before - theta)[0])


LONG, SAME = _steady("sum"), _steady("average")


def _kept() -> float:
    """What an average keeps of a gradient that changes its sign at every step."""
    kept, slope = 0.0, 1.0
    for _ in range(400):
        kept, slope = BETA * kept + (1 - BETA) * slope, -slope
    return abs(kept)


def _critical(product: float) -> float:
    """The smallest beta for which a direction swings, by bisection on the eigenvalues of a step."""
    low, high = 0.0, 1.0
    for _ in range(60):
        middle = (low + high) / 2
        swings = np.abs(np.linalg.eigvals(theory.transition(product, 1.0, middle)).imag).max() > 1e-9
        low, high = (low, middle) if swings else (middle, high)
    return high


def _worst(rate: float, beta: float) -> float:
    return float(theory.rate([LOW, HIGH], rate, beta))


def _variance() -> float:
    """The variance of a place under noise of the rate and curvature below, by adding up its response to one error."""
    velocity, found, theta = 0.0, [], 0.0
    for step in range(4000):
        velocity = BETA * velocity + (1 - BETA) * (3.0 * theta + (1.0 if step == 0 else 0.0))
        theta -= 0.05 * velocity
        found.append(theta)
    return float(np.square(found).sum() * 2.0**2)


_BEST = 2 / (LOW + HIGH)
_HESSIAN = np.array([[3.0, 1.0], [1.0, 2.0]])
# A formula's value, or two sides that must agree: page, TeX as it is written, values of its symbols, what it comes to.
LAWS: list[tuple[str, str, dict[str, Any], Any]] = [
    ("ravine.md", r"\eta = \frac{2}{\lambda_{\min} + \lambda_{\max}}", {"eta": PLAIN.learning_rate, **ENDS}, None),
    ("ravine.md", r"\frac{\kappa - 1}{\kappa + 1}", ENDS, _worst(_BEST, 0.0)),
    ("tuning.md", r"\eta\, \lambda_{\max} = \frac{2\,(1 + \beta)}{1 - \beta}",
     {"eta": EDGE / (1 - BETA) / HIGH, "beta": BETA, **ENDS}, None),
    ("tuning.md", r"\eta = \frac{1}{\sqrt{\lambda_{\min}\lambda_{\max}}}",
     {"eta": HEAVY.learning_rate / (1 - HEAVY.beta), **ENDS}, None),
    ("tuning.md", r"\beta = \left(\frac{\sqrt{\kappa} - 1}{\sqrt{\kappa} + 1}\right)^2",
     {"beta": HEAVY.beta, **ENDS}, None),
    ("tuning.md", r"\kappa = \lambda_{\max}/\lambda_{\min}", ENDS, None),
    ("tuning.md", r"2/\eta", {"eta": _BEST}, theory.stable_product(0.0) / _BEST),
    ("momentum.md", r"\frac{1 - \beta}{1 - \beta/r}", {"beta": BETA, "r": -1.0}, _kept()),
    ("momentum.md", r"(1 - \beta)/(1 + \beta)", {"beta": BETA}, _kept()),
    ("momentum.md", r"1/(1 - \beta)", {"beta": BETA}, LONG),
    ("does-it-work.md", r"1/(1-\beta)", {"beta": BETA}, LONG),
    ("does-it-work.md", r"\eta = \text{lr}/(1-\beta)", {"eta": LONG, "lr": 1.0, "beta": BETA}, None),
    ("explorer.md", r"1/(1 - \beta)", {"beta": BETA}, theory.averaging_window(BETA)),
    ("glossary.md", r"1/(1-\beta)", {"beta": BETA}, theory.averaging_window(BETA)),
    ("glossary.md", r"\eta/(1-\beta)", {"eta": RATE, "beta": BETA}, theory.effective_learning_rate(RATE, BETA)),
    ("noise.md", r"1/(1 - \beta)", {"beta": BETA}, LONG),
    ("which-momentum.md", r"1/(1 - \beta)", {"beta": BETA}, LONG),
    ("which-momentum.md", r"g/(1 - \beta)", {"g": 1.0, "beta": BETA}, LONG),
    ("which-momentum.md", r"\eta/(1 - \beta)", {"eta": RATE, "beta": BETA}, theory.effective_learning_rate(RATE, BETA)),
    ("which-momentum.md", r"\eta_{\text{average}} = \frac{\eta_{\text{sum}}}{1 - \beta}",
     {"eta_average": LONG, "eta_sum": SAME, "beta": BETA}, None),
    ("noise.md", r"\frac{\eta\, \sigma^2}{\lambda} \cdot \frac{1 + \beta}{2 (1 + \beta) - \eta\lambda (1 - \beta)}",
     {"eta": 0.05, "sigma": 2.0, "lambda": 3.0, "beta": BETA}, _variance()),
    ("gradient-descent.md", r"1/\lambda", {"lambda": HIGH}, 1 / HIGH),
    ("gradient-descent.md", r"2/\lambda", {"lambda": HIGH}, theory.stable_product(0.0) / HIGH),
    ("nesterov.md", r"2/L", {"L": HIGH}, theory.stable_product(0.0) / HIGH),
    ("nesterov.md", r"\beta = (\sqrt\kappa - 1)/(\sqrt\kappa + 1)", {"beta": np.sqrt(HEAVY.beta), **ENDS}, None),
    ("theory.md", r"\eta = \frac{2}{\lambda_{\min} + \lambda_{\max}}", {"eta": PLAIN.learning_rate, **ENDS}, None),
    ("theory.md", r"\rho = \frac{\kappa - 1}{\kappa + 1}", {"rho": _worst(_BEST, 0.0), **ENDS}, None),
    ("theory.md", r"\sqrt\eta = \frac{2}{\sqrt{\lambda_{\max}} + \sqrt{\lambda_{\min}}}",
     {"eta": HEAVY.learning_rate, **ENDS}, None),
    ("theory.md", r"\sqrt\beta = \frac{\sqrt\kappa - 1}{\sqrt\kappa + 1}", {"beta": HEAVY.beta, **ENDS}, None),
    ("theory.md", r"\eta\lambda = 2 + 2\beta", {"eta": EDGE, "lambda": 1.0, "beta": BETA}, None),
    ("theory.md", r"\eta\lambda_{\max} = (1 + \sqrt\beta)^2", BEST, None),
    ("theory.md", r"1 - \sqrt\beta = \sqrt{\eta\lambda_{\min}}", BEST, None),
    ("theory.md", r"1 + \sqrt\beta = \sqrt{\eta\lambda_{\max}}", BEST, None),
    ("theory.md", r"\beta = (1 - \sqrt{\eta\lambda})^2", {"beta": _critical(0.04), "eta": 0.04, "lambda": 1.0}, None),
    ("theory.md", r"(1 - \sqrt{\eta\lambda})^2", {"eta": 0.04, "lambda": 1.0}, _critical(0.04)),
    ("theory.md", r"\rho = \sqrt\beta", {"rho": _worst(0.04, 0.95), "beta": 0.95}, None),
    ("theory.md", r"\kappa = \lambda_{\max}/\lambda_{\min}", ENDS, None),
    ("theory.md", r"\sqrt{\lambda_{\max}/\lambda_{\min}} = \sqrt\kappa", ENDS, None),
    # The friction 2 sqrt(lambda) at steps of h = sqrt(eta).
    ("theory.md", r"c = 2\sqrt\lambda", {"c": (1 - (1 - 2 * np.sqrt(0.04))) / np.sqrt(0.01), "lambda": 4.0}, None),
    ("theory.md", r"\beta = 1 - 2\sqrt{\eta\lambda}", {"beta": 1 - 2 * 2 * 0.1, "eta": 0.01, "lambda": 4.0}, None),
    ("theory.md", r"h = \sqrt\eta", {"h": 0.1, "eta": 0.01}, None),
    ("theory.md", r"1/\eta", {"eta": _BEST}, 1 / _BEST),
    ("theory.md", r"1/\lambda_{\min}", ENDS, 1 / LOW),
    ("theory.md", r"2/\lambda_{\max}", ENDS, theory.stable_product(0.0) / HIGH),
    ("theory.md", r"1/\sqrt{\lambda_{\min}}", ENDS, LOW**-0.5),
    ("theory.md", r"2/\sqrt{\lambda_{\max}}", ENDS, 2 * HIGH**-0.5),
    ("theory.md", r"2\pi/\sqrt\lambda", {"pi": np.pi, "lambda": 4.0}, np.pi),
    ("nesterov.md", r"\lambda = 1/\eta", {"lambda": 25.0, "eta": 0.04}, None),
    ("nesterov.md", r"v_{\text{new}} = \beta v - \eta g",
     {"v_new": 0.6 * 2 - 0.1 * 3, "beta": 0.6, "v": 2, "eta": 0.1, "g": 3}, None),
    ("nesterov.md", r"y = x + \beta v", {"y": 2.2, "x": 1.0, "beta": 0.6, "v": 2.0}, None),
    ("nesterov.md", r"\vartheta = \theta + \beta v", {"vartheta": 2.2, "theta": 1.0, "beta": 0.6, "v": 2.0}, None),
    ("nesterov.md", r"v = -\eta\, v_{\text{sum}}", {"v": -0.3, "eta": 0.1, "v_sum": 3.0}, None),
]  # fmt: skip


def plain(tex: str) -> str:
    """TeX without what only spaces and ends it."""
    return re.sub(r"\s+", " ", tex).strip().rstrip(".,").strip()


def displayed(page: str) -> list[str]:
    """The lines of a page's formulas on lines of their own, matrices kept whole."""
    found = []
    for tex in re.findall(r"\$\$(.+?)\$\$", source(page), re.DOTALL):
        parts = [tex] if "pmatrix" in tex else lines(tex)
        found += [plain(part) for part in parts if part.strip()]
    return found


def inline(page: str) -> list[str]:
    """The formulas of a page's sentences."""
    text = re.sub(r"\$\$.+?\$\$", "", source(page), flags=re.DOTALL)
    return [plain(tex) for tex in re.findall(r"\$([^$\n]+)\$", text)]


@pytest.mark.parametrize(("page", "tex", "symbols", "value"), LAWS)
def test_a_law_holds_for_what_was_measured(page, tex, symbols, value):
    assert tex in [*displayed(page), *inline(page)], f"{page} has no {tex}"
    if value is None:
        left, right = (evaluate(side.replace(r"\text{lr}", r"\lr"), **symbols) for side in tex.split("="))
        assert left == pytest.approx(right, rel=1e-9)
    else:
        assert evaluate(tex, **symbols) == pytest.approx(value, rel=1e-9)


# --- What is read in its own way -----------------------------------------------------------------------------------


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


# --- Rules of a step, wherever they stand ------------------------------------------------------------------------

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

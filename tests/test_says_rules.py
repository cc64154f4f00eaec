"""The rules of a step and the sums on pages come out as the engine's do."""

from __future__ import annotations

import re

import numpy as np
import pytest

from equations import ARITHMETIC, QUOTED, formulas, lines, relation, source, value
from formula import evaluate
from momentum import CONVENTIONS
from retold import RAVINE, START, walk


def test_sums_with_quoted_numbers_are_found():
    assert len(ARITHMETIC) >= 6


@pytest.mark.parametrize(("page", "line"), ARITHMETIC)
def test_a_sum_of_quoted_numbers_is_right(page, line):
    first, *others = (evaluate(side) for side in QUOTED.sub(value, line).split("="))
    for other in others:
        # The sides are printed to three digits.
        assert other == pytest.approx(first, rel=6e-3, abs=6e-4)


UPDATES = [
    ("momentum.md", (r"v \leftarrow \beta v + (1 - \beta)", r"\theta \leftarrow \theta - \eta v"), "average"),
    ("gradient-descent.md", ("", r"\theta \leftarrow \theta - \eta"), "plain"),
    ("theory.md", (r"v \leftarrow \beta v +", r"\theta \leftarrow \theta"), "sum"),
    ("nesterov.md", (r"v \leftarrow \beta v", r"\theta \leftarrow \theta"), "inside"),
    ("noise.md", (r"v \leftarrow \beta v", ""), "average"),
    ("limits.md", (r"v \leftarrow \beta v", ""), "sum"),
]


@pytest.mark.parametrize(("page", "parts", "rule"), UPDATES)
def test_an_update_rule_makes_the_step_of_its_rule(page, parts, rule):
    eta, beta, theta, velocity, slope = 0.07, 0.6, 1.7, -0.4, 2.3
    after = {
        "plain": velocity, "sum": beta * velocity + slope, "average": beta * velocity + (1 - beta) * slope,
        "inside": beta * velocity - eta * slope,
    }[rule]  # fmt: skip
    end = {"plain": theta - eta * slope, "inside": theta + after}.get(rule, theta - eta * after)
    symbols = {"eta": eta, "beta": beta, "theta": theta, "v": velocity, "g": slope}
    page_lines = [line for one in formulas(page) for line in lines(one) if r"\leftarrow" in line]
    updates = {"v": parts[0], r"\theta": parts[1]}
    for target, part in updates.items():
        if not part:
            continue
        found = {line.strip() for line in page_lines if line.replace(" ", "").startswith(part.replace(" ", ""))}
        assert found, f"{page} has no {part}"
        for line in found:
            left, right = line.split(r"\leftarrow")
            assert left.strip() == target
            assert evaluate(right, **symbols) == pytest.approx(after if target == "v" else end, rel=1e-12)
        symbols["v"] = after


def test_the_list_of_published_rules_has_the_engine_s_rules():
    rows = [
        line for line in source("which-momentum.md").splitlines() if line.startswith("- **") and r"\leftarrow" in line
    ]
    names = ("heavy ball", "rate inside", "moving average", "undamped start", "nesterov")
    cells = [re.findall(r"\$([^$]*\\leftarrow[^$]*)\$", row) for row in rows]
    cells = [row for row in cells if len(row) == 2]
    assert len(cells) >= 4
    eta, beta = 0.03, 0.6
    paths = {}
    for name in names:
        rule = CONVENTIONS[name].rule(eta, beta)
        state = rule.init(np.array([1.7]))
        theta, state = rule.step(np.array([1.7]), state, np.array([2.3]))
        theta, state = rule.step(theta, state, np.array([-0.9]))
        paths[name] = float(theta[0])
    seen = set()
    for row in cells:
        theta, velocity = 1.7, 0.0
        for slope in (2.3, -0.9):
            given = {"eta": eta, "beta": beta, "g": slope}
            velocity = evaluate(row[0].split(r"\leftarrow")[1], v=velocity, theta=theta, **given)
            theta = evaluate(row[1].split(r"\leftarrow")[1], v=velocity, theta=theta, **given)
        near = [name for name, end in paths.items() if abs(end - theta) < 1e-12]
        assert near, row
        seen |= set(near)
    assert seen >= {"heavy ball", "rate inside", "moving average", "nesterov"}


def test_the_ravine_s_steps_shrink_each_direction_as_the_page_says():
    path = walk(lambda theta: RAVINE * theta, START, 1, 0.05)
    for name, before, after in zip("xy", path[0], path[1], strict=True):
        line = relation("ravine.md", rf"{name} \leftarrow")
        assert evaluate(line.split(r"\leftarrow")[1], eta=0.05, kappa=25.0, **{name: before}) == pytest.approx(after)
    loss = relation("ravine.md", "f(x, y) =").split("=")[1]
    assert evaluate(loss, x=3.0, y=-2.0, kappa=25.0) == (9 + 25 * 4) / 2

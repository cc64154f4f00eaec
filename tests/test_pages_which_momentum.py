"""The page on conventions: its rules and its mistakes, recomputed by plain loops."""

from __future__ import annotations

import re
from math import inf
from pathlib import Path
from typing import Any

import pytest

import said
from built import ROOT
from momentum.chapters.which_momentum import five_rules, numbers, rate_in_or_out

RULES = ("heavy_ball", "rate_inside", "moving_average", "undamped_start", "nesterov")
TIMES = (1.0, 25.0)
EXACT = 1e-9  # tens of roundings of numbers up to 100


def step(rule: str, theta: float, v: float, g: float, rate: float, beta: float, first: bool) -> tuple[float, float]:
    """One step of a rule as its source prints it."""
    if rule == "rate_inside":
        v = beta * v - rate * g
        return theta + v, v
    if rule in ("moving_average", "undamped_start"):
        v = g if first and rule == "undamped_start" else beta * v + (1 - beta) * g
        return theta - rate * v, v
    v = beta * v + g
    return theta - rate * (g + beta * v if rule == "nesterov" else v), v


def path(rule: str, start: float, curvature: float, rate: Any, beta: Any, steps: int, forget: int = -1) -> list[float]:
    theta, v, places = start, 0.0, [start]
    for k in range(steps):
        v = 0.0 if k == forget else v
        eta, memory = (value(k) if callable(value) else value for value in (rate, beta))
        theta, v = step(rule, theta, v, curvature * theta, eta, memory, k == 0)
        places.append(theta)
        if abs(theta) > 1e100:
            break
    return places


def losses(rule: str, rate: Any, beta: Any, steps: int = 600, forget: int = -1) -> list[float]:
    ways = (path(rule, start, c, rate, beta, steps, forget) for start, c in ((-9.0, 1.0), (1.0, 25.0)))
    return [(x * x + 25 * y * y) / 2 for x, y in zip(*ways, strict=False)]


def arrival(loss: list[float]) -> int:
    return max(k for k, value in enumerate(loss) if value > 0.01) + 1


def typed() -> dict[str, Any]:
    found: dict[str, Any] = {"rate": 0.04, "beta": 0.7, "tolerance": 0.01, "start": 53}
    for rule in RULES:
        rate = 0.04 / 0.3 if rule in ("moving_average", "undamped_start") else 0.04
        found |= {
            f"{rule}_typed": arrival(losses(rule, 0.04, 0.7)), f"{rule}_rate": rate,
            f"{rule}_after": arrival(losses(rule, rate, 0.7)),
            f"{rule}_first": abs(path(rule, -9.0, 1.0, 0.04, 0.7, 1)[1] + 9),
        }  # fmt: skip
    return found | {"undamped_peak": max(losses("undamped_start", 0.04 / 0.3, 0.7))}


def test_the_five_rules_run_as_the_figure_says() -> None:
    measured = five_rules.FIGURE.measure()
    assert measured == pytest.approx(typed(), rel=EXACT)
    assert measured["heavy_ball_after"] == measured["rate_inside_after"] == measured["moving_average_after"]


def scheduled() -> dict[str, Any]:
    found: dict[str, Any] = {"high": 0.04, "low": 0.004, "beta": 0.9, "drop": 10, "rise": 5, "later": 5, "start": 53}
    for kind, at in (("drop", 10), ("rise", 5)):
        first, then = (0.04, 0.004) if kind == "drop" else (0.004, 0.04)
        for name, rule in (("out", "heavy_ball"), ("in", "rate_inside")):
            loss = losses(rule, lambda k, a=first, b=then, at=at: b if k >= at else a, 0.9)
            found |= {f"{kind}_{name}_later": loss[at + 5], f"{kind}_{name}_peak": max(loss[at:]),
                      f"{kind}_{name}_steps": arrival(loss)}  # fmt: skip
    return found


def test_a_changing_rate_tells_the_two_places_apart() -> None:
    measured = rate_in_or_out.FIGURE.measure()
    assert measured == pytest.approx(scheduled(), rel=1e-7)
    assert measured["drop_in_later"] > 10 * measured["drop_out_later"]
    assert measured["rise_out_peak"] > measured["start"] > measured["rise_in_peak"]


def spoken() -> dict[str, Any]:
    found: dict[str, Any] = {
        "rate": 0.1, "beta": 0.9, "typed": 0.04, "memory": 0.7, "meant": 0.04 / 0.3, "carried_rate": 0.4,
        "plain_rate": 0.074, "plain_effective": 0.74, "decay": 0.1, "decay_rate": 0.01, "decay_steps": 100,
        "forget_at": 10, "change_at": 10, "longer_tail": 9, "effective_before": 0.08, "effective_after": 0.4,
        "decay_beside": 0.999**100,
    }  # fmt: skip
    for rule in RULES:
        places = path(rule, 1.0, 1.0, 0.1, 0.9, 5)
        found |= {f"{rule}_{k}": places[k] for k in range(1, 6)}
    for beta in (0.5, 0.9, 0.99):
        at = round(100 * beta)
        found |= {
            f"to_average_{at}": 0.1 / (1 - beta),
            f"to_sum_{at}": 0.1 * (1 - beta),
            f"window_{at}": 1 / (1 - beta),
        }
    theta = v = 0.0
    theta = 1.0
    for _ in range(100):
        v = 0.9 * v + 0.1 * theta
        theta -= 0.01 * v
    found["decay_within"] = theta
    found |= {
        "plain_steps": arrival(losses("heavy_ball", 0.074, 0.0)),
        "switched_on": arrival(losses("heavy_ball", 0.074, 0.9)),
        "switched_well": arrival(losses("moving_average", 0.074, 0.9)),
        "carried_meant": arrival(losses("moving_average", 0.4, 0.9)),
        "dampened_meant": arrival(losses("heavy_ball", 0.04, 0.7)),
        "dampened": arrival(losses("undamped_start", 0.04, 0.7)),
        "forgotten": arrival(losses("heavy_ball", 0.04, 0.7, forget=10)),
        "warm_sum": arrival(losses("heavy_ball", 0.04, lambda k: 0.9 if k >= 10 else 0.5)),
        "warm_average": arrival(losses("moving_average", 0.04 / 0.3, lambda k: 0.9 if k >= 10 else 0.5)),
    }
    return found


def test_the_page_s_own_numbers_are_right() -> None:
    measured, expected = numbers.numbers(), spoken()
    assert measured.pop("carried") == "never"
    assert max(losses("heavy_ball", 0.4, 0.9)) > 1e100  # the run that "never" stands for
    assert measured == pytest.approx(expected, rel=EXACT)


@pytest.mark.parametrize(
    ("source", "recomputed"), [("which-momentum", spoken), ("five-rules", typed), ("rate-in-or-out", scheduled)]
)
def test_the_built_page_prints_these_numbers(site_dir: Path, source: str, recomputed: Any) -> None:
    page = site_dir / "which-momentum" / "index.html"
    if source == "which-momentum":
        assert said.numbers(page)["which-momentum.carried"] == ["never"]
    said.check(page, source, recomputed() | ({"carried": inf} if source == "which-momentum" else {}))


def test_two_rules_that_keep_one_velocity_step_along_different_things() -> None:
    text = (ROOT / "docs" / "which-momentum.md").read_text("utf-8")
    assert "they differ in four places" in text
    assert r"whether the step follows $v$ or $g + \beta v$" in text
    here, there = (path(rule, 1.0, 1.0, 0.1, 0.7, 1)[1] for rule in ("heavy_ball", "nesterov"))
    assert 1 - there == pytest.approx(1.7 * (1 - here))  # at the first step both have v = g


def test_every_library_of_the_table_has_its_line_and_its_link() -> None:
    text = (ROOT / "docs" / "which-momentum.md").read_text("utf-8")
    assert len(re.findall(r"^\| \[[\w-]+\]\(https://[^)]+\) \|", text, re.MULTILINE)) == 5
    for line in ("torch.optim.SGD(", "keras.optimizers.SGD(", "optax.sgd(", "optimizers.momentum(", "MLPClassifier("):
        assert line in text

"""The page on beta: its three loops, the rates that calm one, and what the captions of its figures tell."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

import prose
from averaged import TOLERANCE, arrival, losses, sides, steps, walk
from momentum.chapters.tuning import _loops as loops
from momentum.chapters.tuning import beta_about_right, beta_map, beta_sweep, beta_too_large, beta_too_small, square_root
from momentum.chapters.tuning import numbers as claims

LOOPS = {0.26: beta_too_small, 0.7: beta_about_right, 0.95: beta_too_large}


@pytest.fixture(scope="module")
def n() -> dict[str, Any]:
    return claims.numbers()


@pytest.fixture(scope="module")
def said(site_dir: Path) -> str:
    return prose.printed(site_dir, "tuning.md")


@pytest.mark.parametrize("beta", LOOPS, ids=str)
def test_each_loop_takes_overshoots_and_ripples_as_its_caption_says(beta: float) -> None:
    places = walk(beta)
    loss, x = losses(places), places[:, 0]
    measured = LOOPS[beta].FIGURE.measure()
    needed = arrival(loss)
    until = places[: needed + 1]
    assert measured["beta"] == beta
    assert measured["steps"] == needed
    assert measured["first"] == np.argmax(loss <= TOLERANCE)
    assert measured["overshoot"] == pytest.approx(max(0.0, *x), abs=1e-12)
    assert measured["overshoot_share"] == pytest.approx(100 * max(0.0, *x) / 9, abs=1e-10)
    assert (measured["crossings"], measured["crossings_across"]) == (sides(until[:, 0]), sides(until[:, 1]))
    assert measured["travel_across"] == pytest.approx(np.abs(np.diff(until[:, 1])).sum(), rel=1e-10)
    trio = zip(loss, loss[1:needed], loss[2:], strict=False)
    assert measured["ripples"] == sum(a < b >= c for a, b, c in trio)
    assert measured["loss_then"] == pytest.approx(loss[90], rel=1e-9)
    if max(x) > 0:
        reach = int(np.argmax(x > 0))
        assert (measured["overshoot_step"], measured["reach_step"]) == (x.argmax(), reach)
        assert measured["reach_pace"] == pytest.approx(x[reach] - x[reach - 1], rel=1e-10)


def test_small_is_slow_right_is_fast_and_large_is_worse_than_none(n: dict[str, Any]) -> None:
    small, right, large = (LOOPS[beta].FIGURE.measure() for beta in LOOPS)
    assert right["steps"] < small["steps"] < n["plain_steps"] < large["steps"]
    assert n["plain_steps"] == steps(0.0, 0.074)
    assert small["steps"] > 0.85 * n["plain_steps"]
    assert 2 * right["steps"] < n["plain_steps"]
    assert small["crossings_across"] == small["steps"]
    assert (small["crossings"], right["crossings"]) == (0, 1)
    assert large["reach_pace"] > 5 * right["reach_pace"]
    assert losses(walk(0.0, steps=8))[1:].min() > 53  # without memory the same rate explodes


def test_the_swings_of_the_run_that_is_right_shrink_to_a_seventh_within_ten_steps(n: dict[str, Any], said: str) -> None:
    across = walk(0.7)[:91, 1]
    assert n["right_swing"] == pytest.approx(np.abs(across[10:]).max(), rel=1e-9)
    assert f"shrink to {100 * np.abs(across[10:]).max():.0f} %" in said.replace("\u202f", " ").replace("\xa0", " ")
    assert sides(across[10:21]) == 3  # and they go on: 7 in the 20 steps to the loss, more later


@pytest.mark.parametrize("beta", LOOPS, ids=str)
def test_the_three_loops_share_start_rate_and_clock(beta: float) -> None:
    scene = LOOPS[beta].FIGURE.draw()
    path = scene.panels[0].marks[0].points
    assert path == pytest.approx(walk(beta)[:91], abs=1e-10)
    assert scene.seconds == loops.SECONDS
    (low, high) = scene.panels[0].ylim
    assert low < path[:, 1].min() < path[:, 1].max() < high


def test_a_smaller_rate_shrinks_the_overshoot_and_no_run_gets_down_to_gradient_descent_s_steps(
    n: dict[str, Any], said: str
) -> None:
    rows = []
    for name in ("wild", "close", "calm"):
        places = walk(0.9, n[f"{name}_rate"])
        assert n[f"{name}_steps"] == arrival(losses(places))
        assert n[f"{name}_overshoot"] == pytest.approx(max(0.0, *places[:, 0]), abs=1e-10)
        rows.append(f"{n[f'{name}_rate']:.3f} {n[f'{name}_overshoot']:.2f} {n[f'{name}_steps']}")
    assert n["wild_overshoot"] > 3.9 > 0.1 > n["close_overshoot"] > n["calm_overshoot"] == 0
    bare = steps(0.0, beta_sweep.FIGURE.measure()["bare_rate"])
    assert n["calm_steps"] > n["wild_steps"] > n["close_steps"] > n["plain_steps"] > bare
    assert f"none of these runs gets down to gradient descent’s {bare} steps" in said.replace("'", "’")
    assert n["calm_rate"] < n["critical_90"] < n["close_rate"]
    assert " ".join(rows) in said
    assert "no say" not in said


MODULES = [*LOOPS.values(), beta_sweep, beta_map, square_root]


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.FIGURE.title)
def test_captions_and_alternative_texts_tell_the_run(module: Any) -> None:
    numbers = module.FIGURE.measure()
    for text in (module.FIGURE.caption(numbers), module.FIGURE.alt(numbers)):
        assert text.rstrip().endswith(".")
        assert "nan" not in text
    assert len(module.FIGURE.alt(numbers)) > 200

"""An arrow goes from where to where it says, when it says."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from momentum.rendering.scene import Arrow, Panel
from momentum.rendering.shapes import shaft_and_head
from retold import FIGURES, RAVINE, ravine, records, scene
from retold_read import averaged


def _duel(n: dict[str, Any]) -> list[tuple[Any, ...]]:
    found = []
    for rate, beta in ((n["plain_rate"], 0.0), (n["momentum_rate"], n["beta"])):
        path = ravine(4, rate, beta)
        found += [
            ("gradient", path[k], path[k] - rate * (1 - beta) * RAVINE * path[k], k, k + 1, False) for k in range(4)
        ]
    return found


def _one_step(n: dict[str, Any]) -> list[tuple[Any, ...]]:
    slopes, here, found = np.array([0.2, 1.0]), np.array([n["start_x"], n["start_y"]]), []
    for step in range(3):
        there, last = here - n["rate"] * slopes * here, 4 * step + 4 if step else None
        found += [("ink", here, here + slopes * here, 4 * step + 1, last, False)]
        found += [("gradient-descent", here, there, 4 * step + 2, last, False)]
        here = there
    return found


def _memory_step(n: dict[str, Any]) -> list[tuple[Any, ...]]:
    path, found = ravine(n["steps"], n["rate"], n["beta"]), []
    for k in range(n["steps"]):
        bend = path[k] + (n["beta"] * (path[k] - path[k - 1]) if k else 0)
        last = None if k == n["steps"] - 1 else 4 * k + 4
        if k:
            found.append(("momentum", path[k], bend, 4 * k + 1, last, True))
        found.append(("ink", bend, bend - (1 - n["beta"]) * n["rate"] * RAVINE * path[k], 4 * k + 2, last, False))
        found.append(("momentum", path[k], path[k + 1], 4 * k + 3, last, False))
    return found


def _averaged(n: dict[str, Any]) -> list[tuple[Any, ...]]:
    rate = records()["zigzag"]["numbers"]["rate"]
    path = ravine(n["steps"], rate)
    means = averaged(RAVINE * path, n["beta"])
    return [
        ("momentum", at, at - rate * mean, k, None, False) for k, (at, mean) in enumerate(zip(path, means, strict=True))
    ]


def _two_arrows(n: dict[str, Any]) -> list[tuple[Any, ...]]:
    found = []
    for role, rule in (("momentum", "inside"), ("nesterov", "ahead")):
        path = ravine(n["built"], n["rate"], n["beta"], rule)
        for k in range(n["built"]):
            carried = path[k] + (n["beta"] * (path[k] - path[k - 1]) if k else 0)
            if k:
                found.append(("ink", path[k], carried, 3 * k + 1, 3 * k + 3, False))
            found.append((role, carried, path[k + 1], 3 * k + 2, 3 * k + 3, False))
    return found


ARROWS = {
    "ravine-duel": _duel, "one-step": _one_step, "memory-step": _memory_step, "zigzag-averaged": _averaged,
    "two-arrows": _two_arrows,
}  # fmt: skip


def arrows(name: str) -> list[tuple[Panel, Arrow]]:
    """The arrows of a figure with their panels."""
    return [(panel, mark) for panel in scene(name).panels for mark in panel.marks if isinstance(mark, Arrow)]


def test_every_figure_with_arrows_is_told_again():
    assert {name for name in FIGURES if arrows(name)} == set(ARROWS)


@pytest.mark.parametrize("name", ARROWS)
def test_an_arrow_goes_from_where_to_where_it_says_when_it_says(name):
    def order(arrow: tuple[Any, ...]) -> tuple[Any, ...]:
        role, tail, tip, first, last, hollow = arrow
        return role, hollow, first, -1 if last is None else last, *np.round([*tail, *tip], 6).tolist()

    found = sorted(order((a.role, a.tail, a.tip, a.first, a.last, a.hollow)) for _, a in arrows(name))
    expected = sorted(order(arrow) for arrow in ARROWS[name](dict(records()[name]["numbers"])))
    assert [one[:4] for one in found] == [one[:4] for one in expected]
    np.testing.assert_allclose([one[4:] for one in found], [one[4:] for one in expected], atol=2e-6)


@pytest.mark.parametrize("name", ARROWS)
def test_an_arrow_s_head_is_drawn_at_its_tip_and_points_away_from_its_tail(name):
    for panel, arrow in arrows(name):
        tail, tip = panel.pixels([arrow.tail, arrow.tip])
        shaft, head = shaft_and_head(panel, arrow)
        if np.hypot(*(tip - tail)) < 1:
            continue
        assert np.abs(shaft[0] - tail).max() < 1e-6
        assert np.abs(head[0] - tip).max() < 1e-6
        assert (head[0] - head[1:].mean(axis=0)) @ (tip - tail) > 0

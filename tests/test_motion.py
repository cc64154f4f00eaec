"""Motion: the pen's path goes through every step, and what it draws on the way ends where it began."""

from __future__ import annotations

import re

import numpy as np
import pytest

from momentum.rendering import motion
from momentum.rendering.markers import SHAPES

POINTS = np.array([[10.0, 10.0], [60.0, 90.0], [110.0, 20.0], [111.0, 20.0], [180.0, 70.0]])


def walk(d):
    """The pen's relative moves in a mark, as vectors; arcs by their end points."""
    for command, arguments in re.findall(r"([hvla])([^hvla]*)", d):
        numbers = [float(n) for n in re.findall(r"-?\d*\.?\d+", arguments)]
        if command == "h":
            yield from ((n, 0.0) for n in numbers)
        elif command == "v":
            yield from ((0.0, n) for n in numbers)
        elif command == "l":
            yield from zip(numbers[::2], numbers[1::2], strict=True)
        else:
            yield from ((numbers[i + 5], numbers[i + 6]) for i in range(0, len(numbers), 7))


@pytest.mark.parametrize("marker", list(SHAPES))
def test_a_mark_ends_where_it_began(marker):
    d, _ = motion.stroke(marker)
    np.testing.assert_allclose(np.sum(list(walk(d)), axis=0), 0, atol=1e-9)


@pytest.mark.parametrize("marker", list(SHAPES))
def test_a_mark_is_as_long_as_it_says(marker):
    d, length = motion.stroke(marker)
    assert sum(np.hypot(*move) for move in walk(d)) == pytest.approx(length, abs=1e-9)


@pytest.mark.parametrize("marker", [None, *SHAPES])
def test_the_pen_arrives_at_each_step_before_it_leaves(marker):
    trail = motion.trail(POINTS, marker)
    assert (trail.leave >= trail.arrive).all()
    assert (np.diff(trail.arrive) > 0).all()
    assert trail.leave[-1] == 1.0
    assert trail.easing().startswith("linear(")

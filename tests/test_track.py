"""A run as the raster draws it: what its memory weighs, step by step."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from momentum.rendering.markers import MEMORY, MEMORY_OPACITY
from momentum.rendering.parts import plane
from momentum.rendering.scene import Run
from momentum.rendering.track import LEVELS, Track

PATH = np.column_stack([np.linspace(-8, 8, 41), 4 * np.cos(np.arange(41))])


class Lines:
    """A sheet that notes its lines: the points, the width and the opacity of each."""

    def __init__(self) -> None:
        self.clip: Any = None
        self.seen: list[tuple[np.ndarray, float, float]] = []

    def line(self, points: np.ndarray, width: float, tone: str, opacity: float, ends: str) -> tuple[int, ...]:
        self.seen.append((points, width, opacity))
        return (0, 0, 0, 0)


@pytest.mark.parametrize("beta", [0.5, 0.7, 0.9])
def test_each_step_of_a_memory_is_beta_times_as_strong_as_the_one_after_it(beta: float) -> None:
    panel = plane(
        lambda theta: theta[..., 0] ** 2 + theta[..., 1] ** 2, (-10, 10), (-5, 5), levels=(1, 4), size=(500, 250)
    )
    lines, now = Lines(), 30
    track = Track.of(Run(PATH, "momentum", beta=beta), panel, np.zeros(2), 1.0, (250, 500))
    track.memory(lines, now)  # type: ignore[arg-type]
    length = round(1 / (1 - beta))
    assert len(lines.seen) == length
    for age, (points, width, opacity) in enumerate(reversed(lines.seen)):
        share = opacity / MEMORY_OPACITY
        # Rounded up to a level: what does not change from frame to frame costs a GIF nothing.
        assert beta**age - 1e-9 <= share < beta**age + 1 / LEVELS
        assert width == pytest.approx(MEMORY * share)
        np.testing.assert_allclose(points, panel.pixels(PATH[[now - age - 1, now - age]]), atol=1e-9)

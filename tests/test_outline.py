"""Outlines: data of a long path, each step a difference, that do not drift."""

from __future__ import annotations

import re

import numpy as np
import pytest

from momentum.rendering import outline


def test_path_data_do_not_drift():
    rng = np.random.default_rng(4)
    points = np.cumsum(rng.normal(0, 3.03, (400, 2)), axis=0)
    x = y = 0.0
    for command, numbers in re.findall(r"([MlhvzL])([^MlhvzL]*)", outline.polyline(points)):
        values = [float(v) for v in re.findall(r"-?\d*\.?\d+", numbers)]
        if command == "M":
            x, y = values
        else:
            x += values[0] if command in "lh" else 0
            y += values[-1] if command in "lv" else 0
    assert (x, y) == pytest.approx(points[-1], abs=0.05 + 1e-9)

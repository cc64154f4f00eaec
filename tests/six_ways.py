"""The six methods of the page on other ways as plain loops in a ravine, and the grid on which they are tuned."""

from __future__ import annotations

import math
from functools import cache
from itertools import islice

import numpy as np

RATES = [10 ** (-3 + k / 20) for k in range(81)]
MEMORIES = [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99, 0.999]
TURN = math.atan2(3, 4)
KEYS = ("gd", "momentum", "nesterov", "rmsprop", "adam", "lion")


def gradient(x, y, steepness, angle):
    """The gradient of the turned ravine, by turning there and back."""
    c, s = math.cos(angle), math.sin(angle)
    along, across = c * x + s * y, steepness * (c * y - s * x)
    return c * along - s * across, s * along + c * across


def value(x, y, steepness, angle):
    c, s = math.cos(angle), math.sin(angle)
    return ((c * x + s * y) ** 2 + steepness * (c * y - s * x) ** 2) / 2


def moves(key, rate, memory):
    """One parameter's step as a function of its gradient, with its own memory; arrays or numbers."""
    v = s = 0.0
    k = 0

    def step(g):
        nonlocal v, s, k
        k += 1
        if key == "gd":
            return rate * g
        if key in ("momentum", "nesterov"):
            v = memory * v + g
            return rate * (g + memory * v if key == "nesterov" else v)
        if key == "rmsprop":
            s = memory * s + (1 - memory) * g * g
            return rate * g / (np.sqrt(s) + 1e-8)
        if key == "adam":
            v = memory * v + (1 - memory) * g
            s = 0.999 * s + 0.001 * g * g
            return rate * (v / (1 - memory**k)) / (np.sqrt(s / (1 - 0.999**k)) + 1e-8)
        direction = np.sign(memory * v + (1 - memory) * g)
        v = 0.99 * v + 0.01 * g
        return rate * direction

    return step


def path(key, rate, memory, x, y, steepness, angle, steps, falling):
    """The loss before every step and after the last one, one after the other."""
    x, y = (start + 0.0 * (rate + memory) for start in (x, y))
    move_x, move_y = moves(key, rate, memory), moves(key, rate, memory)
    yield value(x, y, steepness, angle)
    for step in range(steps):
        share = 1 - step / steps if falling else 1.0
        g, h = gradient(x, y, steepness, angle)
        x, y = x - share * move_x(g), y - share * move_y(h)
        yield value(x, y, steepness, angle)


def losses(key, rate, memory, x, y, steepness=25.0, angle=0.0, steps=400, falling=False):
    """The loss before every step and after the last one."""
    return np.array(list(path(key, rate, memory, x, y, steepness, angle, steps, falling)))


def arrival(rows, tolerance=0.01):
    """The step after the last one that is above the tolerance (...)."""
    steps = np.arange(len(rows)).reshape(-1, *[1] * (rows.ndim - 1))
    return np.minimum(np.where(rows > tolerance, steps, -1).max(axis=0) + 1, len(rows) - 1)


def ring(angle):
    """24 starts on half of the ring through (-9, 1), in the ravine of 25."""
    turns = [(k + 0.5) * math.pi / 24 for k in range(24)]
    u, w = math.sqrt(106) * np.cos(turns), math.sqrt(106) / 5 * np.sin(turns)
    return math.cos(angle) * u - math.sin(angle) * w, math.sin(angle) * u + math.cos(angle) * w


def watched(rows):
    """Which of the settings ever let a run rise above its start, and for each run the last step above the tolerance."""
    start, risen, last = None, False, -1
    for step, row in enumerate(rows):
        start = row if start is None else start
        risen |= ~(row <= start * (1 + 1e-9)).all(axis=-1)  # so is what is no number
        last = np.where(row <= 0.01, last, step)
    return risen, last


@cache
def retuned(key, steepness, angle, falling, steps=400):
    """The fewest average steps on the grid, and the rates that reach them; a setting that lets a run rise is out."""
    grid = np.meshgrid(RATES, [0.0] if key == "gd" else MEMORIES, indexing="ij")
    rate, memory = (axis.reshape(-1, 1) for axis in grid)
    left = np.arange(len(rate))
    with np.errstate(all="ignore"):
        for most in (8, steps + 1):  # about half of them are out at once
            rows = path(key, rate[left], memory[left], *ring(angle), steepness, angle, steps, falling)
            risen, last = watched(islice(rows, most))
            left, last = left[~risen], last[~risen]
    mean = np.full(len(rate), np.inf)
    mean[left] = np.minimum(last + 1, steps).mean(axis=-1)
    # Counts of steps: the engine's rounding differs from these loops' and may move a run by one step.
    return mean.min(), sorted(set(rate[mean <= mean.min() + 0.1, 0].tolist()))

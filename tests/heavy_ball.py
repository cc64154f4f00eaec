"""A heavy ball on a line, by a loop over numbers."""

from __future__ import annotations

EXACT = 1e-12  # some hundred roundings of numbers of order one


def heavy_ball(slope, place, rate, beta, steps):
    velocity = 0.0
    for _ in range(steps):
        velocity = beta * velocity + slope(place)
        place = place - rate * velocity
    return place

"""What the home page says, read from the built page and recomputed by plain loops."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pytest

from momentum.chapters.home import ravine_duel
from prose import article, described, said

PAGE = "index.md"
PLAIN_RATE, RATE, BETA = 0.074, 0.133, 0.7


def walk(rate: float, beta: float, steps: int) -> list[tuple[float, float]]:
    """v <- beta v + (1 - beta) g, theta <- theta - rate v in (x**2 + 25 y**2) / 2 from (-9, 1), number by number."""
    x, y, u, w = -9.0, 1.0, 0.0, 0.0
    path = [(x, y)]
    for _ in range(steps):
        u, w = beta * u + (1 - beta) * x, beta * w + (1 - beta) * 25 * y
        x, y = x - rate * u, y - rate * w
        path.append((x, y))
    return path


def loss(point: tuple[float, float]) -> float:
    return (point[0] ** 2 + 25 * point[1] ** 2) / 2


def arrival(rate: float, beta: float) -> int:
    return next(k for k, point in enumerate(walk(rate, beta, 400)) if loss(point) <= 0.01)


def crossed(rate: float, beta: float, steps: int) -> int:
    return sum(a[1] * b[1] < 0 for a, b in pairwise(walk(rate, beta, steps)))


def test_the_page_says_how_often_momentum_crosses_until_it_arrives(site_dir: Path) -> None:
    steps = arrival(RATE, BETA)
    text = said(site_dir, PAGE)
    assert f"By step {steps} it has crossed the floor {crossed(RATE, BETA, steps)} times" in text
    assert crossed(PLAIN_RATE, 0, 400) == 400  # "crosses the valley floor at every step"


def test_no_word_of_the_page_or_its_picture_claims_a_single_swing(site_dir: Path) -> None:
    steps = arrival(RATE, BETA)
    alt = described(site_dir, PAGE, "ravine-duel")
    assert f"swings over the floor {crossed(RATE, BETA, steps)} times" in alt
    assert not re.search(r"\bonce\b|along the floor", said(site_dir, PAGE) + alt)


def test_what_was_kept_equal_is_said_and_why_the_rates_differ(site_dir: Path) -> None:
    text = said(site_dir, PAGE)
    thrown = [f"{loss(point):.3g}" for point in walk(RATE, 0, 2)]
    assert f"is {PLAIN_RATE} for gradient descent and {RATE} for momentum" in text
    assert f"the loss climbs from {thrown[0]} to {thrown[1]} and {thrown[2]}" in text
    best = min(
        next((k for k in range(60) if (81 * (1 - r) ** (2 * k) + 25 * (1 - 25 * r) ** (2 * k)) / 2 <= 0.01), 60)
        for r in (0.07 + 1e-5 * i for i in range(1000))
    )
    assert f"it would need {best} steps instead of {arrival(PLAIN_RATE, 0)}" in text


def test_the_bars_are_the_steps_of_the_two_runs_along_the_valley() -> None:
    numbers = ravine_duel.measure()
    for name, rate, beta in (("plain", PLAIN_RATE, 0.0), ("momentum", RATE, BETA)):
        moves = [b[0] - a[0] for a, b in pairwise(walk(rate, beta, 400))]
        assert numbers[f"{name}_first"] == pytest.approx(moves[0], abs=1e-12)
        assert numbers[f"{name}_longest"] == pytest.approx(max(moves), abs=1e-12)


def test_momentums_steps_along_the_valley_become_the_longer_ones() -> None:
    plain, heavy = ([b[0] - a[0] for a, b in pairwise(walk(*run, 20))] for run in ((PLAIN_RATE, 0.0), (RATE, BETA)))
    longer = [k for k, (a, b) in enumerate(zip(plain, heavy, strict=True), 1) if b > a]
    assert longer[0] > 1
    assert sum(heavy[:10]) > sum(plain[:10])


def test_the_questions_open_the_page_and_five_ways_to_train_faster_are_named(site_dir: Path) -> None:
    text = said(site_dir, PAGE)
    assert "How does it work, and why is it effective?" in plain_before_figure(site_dir)
    for way in ("normalise", "Adam", "schedule", "larger batches", "momentum"):
        assert way in text


def plain_before_figure(site_dir: Path) -> str:
    """What stands above the duel."""
    html = article(site_dir, PAGE)
    return re.sub(r"<[^>]*>", "", html[: html.index("<figure")])

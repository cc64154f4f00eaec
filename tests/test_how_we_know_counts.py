"""The page of how we know: the counts of one valley, reconciled by a loop and found on the pages that they name."""

from __future__ import annotations

import re

import numpy as np
import pytest

import prose


def steps(rate, beta=0.0, start=(-9.0, 1.0), tolerance=0.01):
    """Steps of the moving average in the valley of 25 until the loss stays within the tolerance."""
    (x, y), u, v, last = start, 0.0, 0.0, 0
    for step in range(400):
        if (x * x + 25 * y * y) / 2 > tolerance:
            last = step + 1
        u, v = beta * u + (1 - beta) * x, beta * v + (1 - beta) * 25 * y
        x, y = x - rate * u, y - rate * v
    return last


def ring():
    """24 starts on half of the level line through (-9, 1)."""
    turns = (np.arange(24) + 0.5) * np.pi / 24
    return np.column_stack([np.sqrt(106) * np.cos(turns), np.sqrt(106) / 5 * np.sin(turns)])


def counted(site_dir):
    """The rows of the two tables of counts, gradient descent's and momentum's."""
    html = prose.article(site_dir, "how-we-know.md").partition('id="one-valley-many-counts"')[2].partition("<h2")[0]
    plain, heavy = (
        prose.rows(part)[1:]
        for part in html.split('<table class="sm-rows">', 2)[1:]
        for part in [f'<table class="sm-rows">{part}']
    )
    return plain, heavy


def test_every_count_of_one_valley_is_reconciled(site_dir):
    plain, heavy = counted(site_dir)
    share = 53e-3  # a thousandth of the first loss
    coarse, tuned = 10 ** (-3 + 37 / 20), (10 ** (-3 + 37 / 20) / 0.4, 0.6)
    expected = [
        steps(0.074), min(steps(rate) for rate in np.linspace(0.05, 0.08, 301)), steps(2 / 26), steps(1 / 25),
        steps(coarse), np.mean([steps(coarse, start=start) for start in ring()]), steps(2 / 26, tolerance=share),
    ]  # fmt: skip
    assert [float(row[2]) for row in plain] == pytest.approx(expected, abs=0.05)
    assert [round(count) for count in expected] == [55, 53, 54, 102, 57, 50, 44]
    assert [float(row[1]) for row in plain] == pytest.approx(
        [0.074, 0.0764, 1 / 13, 0.04, coarse, coarse, 1 / 13], abs=6e-5
    )
    pair = (0.2, 4 / 9)
    expected = [
        steps(0.133, 0.7), None, steps(*pair), steps(*pair, tolerance=share), steps(*tuned),
        np.mean([steps(*tuned, start=start) for start in ring()]),
    ]  # fmt: skip
    found = [float(row[3]) for row in heavy]
    assert found[1] == min(found)
    assert [found[0], *found[2:]] == pytest.approx([expected[0], *expected[2:]], abs=0.05)


def test_the_pages_that_a_count_names_print_it(site_dir):
    for row in [row for table in counted(site_dir) for row in table]:
        count, pages = f"{float(row[-2]):.0f}", row[-1].replace(", figure", "").replace(", table", "").split(", ")
        for title in pages:
            page = {
                "Home": "index.md",
                "The ravine": "ravine.md",
                "Momentum": "momentum.md",
                "Tuning β": "tuning.md",
                "Other ways": "other-ways.md",
            }[title]
            assert re.search(rf"(?<![\d.]){count}(?![\d.]\d)", prose.said(site_dir, page)), (count, page)


def test_what_is_tuned_and_what_is_not_is_said(site_dir):
    said = prose.said(site_dir, "how-we-know.md")
    assert "all of them are tuned in the same way" not in said
    assert "Other figures keep something equal" in said
    assert "The duel on the first page is neither" in said

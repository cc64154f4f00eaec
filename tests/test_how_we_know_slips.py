"""The page of how we know: the slips of what has been published, and what mends them."""

from __future__ import annotations

import numpy as np
import pytest

import prose
from built import PAGES, REPOSITORY, where
from heavy_ball import EXACT, heavy_ball
from momentum.chapters.how_we_know import numbers as how_we_know


@pytest.fixture(scope="module")
def n():
    return how_we_know.numbers()


def test_the_slip_of_the_basis_names_its_first_report(site_dir):
    html = prose.article(site_dir, "how-we-know.md")
    assert '<a href="https://github.com/distillpub/post--momentum/pull/105">reported in 2019</a>' in html


def test_a_lost_rate_makes_another_step(n):
    x = 1.0
    assert n["lost_measured"] == pytest.approx(x - 0.1 * 4 * x, rel=EXACT)
    assert n["lost_printed"] == x - 4 * x


def test_beyond_one_a_run_still_converges_and_beyond_two_it_diverges(n):
    assert n["bounce_measured"] == pytest.approx((1 - 1.5) ** 3, rel=EXACT)
    for product in np.linspace(1.01, 1.99, 50):
        assert abs(1 - product) ** 400 < 0.05
    assert abs(1 - 2.01) ** 400 > 50


def test_ripples_shrink_by_the_root_of_beta(n):
    roots = np.roots([1, -(1 + 0.81 - 0.1), 0.81])
    assert roots[0].imag
    assert n["ripple_measured"] == pytest.approx(abs(roots[0]), rel=EXACT)
    assert n["ripple_printed"] == 2 * 0.81**0.5


def test_momentum_unrolled_subtracts(n):
    rate, beta, start, steps = 0.1, 0.81, 1.0, 7
    places = [start]
    for k in range(1, steps):
        places.append(heavy_ball(lambda x: x, start, rate, beta, k))
    total = sum((1 - beta ** (steps - k)) / (1 - beta) * place for k, place in enumerate(places))
    assert heavy_ball(lambda x: x, start, rate, beta, steps) == pytest.approx(start - rate * total, rel=EXACT)
    assert (n["unrolled_measured"], n["unrolled_printed"]) == pytest.approx((1 - 0.1, 1 + 0.1), rel=EXACT)


def test_the_loss_in_the_eigenbasis_has_a_half(n):
    assert n["half_measured"] == pytest.approx(0.9**2 / 2, rel=EXACT)
    assert n["half_printed"] == pytest.approx(0.9**2, rel=EXACT)


def test_the_power_of_a_matrix_needs_the_other_root(n):
    turn = np.array([[0.81, 1], [-0.081, 0.9]])
    one, two = np.linalg.eigvals(turn)
    first, second = (turn - two * np.eye(2)) / (one - two), (turn - one * np.eye(2)) / (one - two)
    for power in range(6):
        exact = np.linalg.matrix_power(turn, power)
        np.testing.assert_allclose(one**power * first - two**power * second, exact, atol=EXACT)
        assert np.abs(one**power * second - two**power * first - exact).max() > 0.01
    assert n["power_printed"] == pytest.approx((second - first)[0, 0].real) == pytest.approx(-1)


def test_every_error_keeps_its_own_power(n):
    rng = np.random.default_rng(3)
    turn, kick = np.array([[0.81, 1], [-0.081, 0.9]]), np.array([1, -0.1])
    for errors in ([1.0, 0.0], rng.standard_normal(6)):
        x = v = 0.0
        for error in errors:
            v = 0.81 * v + x + error
            x -= 0.1 * v
        powers = [np.linalg.matrix_power(turn, len(errors) - 1 - k) @ kick for k in range(len(errors))]
        assert x == pytest.approx(sum(e * p for e, p in zip(errors, powers, strict=True))[1], rel=EXACT)
        assert abs(x - errors[-1] * sum(powers)[1]) > 0.01
        if len(errors) == 2:
            assert n["noise_measured"] == pytest.approx(x, rel=EXACT)


def test_the_directions_part_under_the_transpose(n):
    basis = np.array([[0.8, -0.6], [0.6, 0.8]])
    matrix = basis @ np.diag([1, 9]) @ basis.T
    assert n["mixing_printed"] == pytest.approx(abs((basis @ matrix @ basis.T)[0, 1]), rel=EXACT)
    assert n["mixing_printed"] > 1
    assert n["mixing_mended"] == pytest.approx(0, abs=EXACT)


def test_the_completed_square_has_a_plus(n):
    curvature, c, rng = np.array([2.0, 5.0]), np.array([3.0, -2.0]), np.random.default_rng(5)
    for x in rng.standard_normal((9, 2)):
        whole = (curvature * x) @ x / 2 + x @ c
        shifted = x + c / curvature
        assert (curvature * shifted) @ shifted / 2 - (c / curvature) @ c / 2 == pytest.approx(whole, abs=EXACT)
        wrong = x - c / curvature
        assert abs((curvature * wrong) @ wrong / 2 - (c / curvature) @ c / 2 - whole) > 1e-3
    assert n["slope_printed"] == pytest.approx(np.linalg.norm(2 * c), rel=EXACT)
    assert n["slope_mended"] == 0


@pytest.mark.parametrize("page", PAGES)
def test_an_error_can_be_reported_from_every_page(site_dir, page):
    html = (site_dir / where(page) / "index.html").read_text("utf-8")
    assert f'href="{REPOSITORY}/issues/new"' in html.partition('class="sm-footer"')[2]

"""The page on other ways: what it prints of the methods' settings and first steps, its links and its answers."""

from __future__ import annotations

import re

import numpy as np
import pytest

import prose
from built import PAGES, where
from momentum.chapters.other_ways import _methods as methods
from momentum.chapters.other_ways import numbers as other_ways
from momentum.chapters.other_ways import six_methods
from six_ways import moves


@pytest.fixture(scope="module")
def html(site_dir):
    return (site_dir / where("other-ways.md") / "index.html").read_text("utf-8")


@pytest.fixture(scope="module")
def said(site_dir):
    return prose.printed(site_dir, "other-ways.md")


@pytest.fixture(scope="module")
def six():
    return six_methods.measure()


@pytest.fixture(scope="module")
def claims():
    return other_ways.numbers()


def test_settings_are_printed_with_the_code_that_takes_them(said, six, claims):
    rows = {
        "gd": "gradient descent SGD(p, lr)", "momentum": "momentum SGD(p, lr, momentum)",
        "nesterov": "Nesterov SGD(…, nesterov=True)", "rmsprop": "RMSProp RMSprop(p, lr, alpha)",
        "adam": "Adam Adam(p, lr, betas)", "lion": "Lion Lion(lr, beta_1)",
    }  # fmt: skip
    for key, row in rows.items():
        memory = "–" if key == "gd" else f"{six[f'{key}_memory']:g}"
        assert f"{row} {six[f'{key}_rate']:.3f} {memory} {six[f'{key}_mean']:.0f}" in said
    assert six["lion_memory"] == 0
    # Without memory Lion's sign of an average is the sign of the gradient, whatever that average holds.
    step = (
        methods.BY_KEY["lion"]
        .rule(0.1, 0.0)
        .step(np.ones(2), methods.BY_KEY["lion"].rule(0.1, 0.0).init(np.ones(2)), np.array([3.0, -0.1]))
    )
    np.testing.assert_allclose(step[0], [0.9, 1.1])
    assert claims["momentum_average"] == pytest.approx(six["momentum_rate"] / (1 - six["momentum_memory"]))
    assert "plain descent along signs" in said


def test_the_first_step_of_tuned_rmsprop_is_far_longer_than_its_rate(six, claims, said):
    x = -9.0
    move = moves("rmsprop", six["rmsprop_rate"], six["rmsprop_memory"])(x)
    assert abs(move) / six["rmsprop_rate"] == pytest.approx(claims["rmsprop_first"], rel=1e-6)
    assert f"its first step is {claims['rmsprop_first']:.0f} times" in said.replace(" ", " ")
    assert f"{claims['rmsprop_first']:.0f}" == "32"


def test_the_worked_example_of_a_first_step(claims, said):
    assert (claims["first_along"], claims["first_across"]) == (-9, 25)
    assert claims["adam_first"] == pytest.approx(claims["adam_first_across"], rel=1e-6)
    step = np.diff(methods.run("momentum", 1).theta, axis=0)[0]
    assert step[0] / step[1] == pytest.approx(-9 / 25)
    assert "the gradient is −9 along the valley and 25 across it" in said
    assert "25/52=1" in said  # 25 / 5 ** 2


def test_nesterov_is_given_its_rate_and_its_two_forms_are_joined(html, said):
    assert "1/k2" in said
    assert "with a β that grows from step to step" in said
    assert re.search(r'<a href="../nesterov/">its page</a> shows why PyTorch\'s line is the same method', html)
    assert "a guarantee for every smooth convex loss" not in said


def test_the_answers_hold_the_square_root(html, said):
    answer = said.partition("The two questions")[2]
    assert "about the square root of κ" in answer
    assert "from 2764 steps to 187 at κ=1600" in answer
    before = html.partition('id="the-two-questions"')[0]
    assert before.count("<details") == before.count("</details")


def test_one_paper_has_one_year_on_every_page(site_dir):
    for page in PAGES:
        text = (site_dir / where(page) / "index.html").read_text("utf-8")
        for name in re.findall(r'<a href="https://arxiv.org/abs/2307\.15196">([^<]*)</a>', text):
            assert "2024" in name or not re.search(r"\d", name), page

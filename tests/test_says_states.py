"""A link into the explorer asks for what there is, and opens on what its words say."""

from __future__ import annotations

import re
from urllib.parse import parse_qs

import numpy as np
import pytest

from built import PAGES
from equations import QUOTED, source, value
from momentum import LOSSES, METHODS
from momentum.chapters._presets import presets

LINKS = [
    (page, said, parse_qs(QUOTED.sub(value, query), strict_parsing=True))
    for page in PAGES
    for said, query in re.findall(r"\[((?:[^\[\]]|\[\[[^\]]*\]\])*)\]\(explorer\.md\?([^)\s]+)\)", source(page))
]


def test_links_into_the_explorer_are_found():
    assert len(LINKS) >= 9


@pytest.mark.parametrize(("page", "said", "asked"), LINKS, ids=[f"{page}: {said}" for page, said, _ in LINKS])
def test_a_link_into_the_explorer_asks_for_what_there_is(page, said, asked):
    assert set(asked) <= {"preset", "loss", "start", "steps", "step"} | {
        name for name in asked if re.fullmatch(r"[abc](\.\w+)?", name)
    }
    for name, (given,) in asked.items():
        letter, _, knob = name.partition(".")
        if name == "preset":
            assert given in presets()
        elif name == "loss":
            assert given in LOSSES
        elif knob:
            ranges = {one.name: (one.low, one.high) for one in METHODS[asked[letter][0]].settings}
            assert ranges[knob][0] <= float(given) <= ranges[knob][1]
        elif letter in "abc":
            assert given in METHODS


REGIMES = {"creeps", "swings", "zigzags", "diverges"}


def test_a_link_that_names_what_a_run_does_opens_on_a_run_that_does_it():
    named = [(said.split()[-1], asked) for _, said, asked in LINKS if said.split()[-1] in REGIMES]
    assert {does for does, _ in named} == REGIMES
    for does, asked in named:
        assert asked["a"] == ["heavy ball"]
        rate, beta = (float(asked[f"a.{name}"][0]) for name in ("learning_rate", "beta"))
        first, steep = (np.roots([1, -(1 + beta - rate * curvature), beta]) for curvature in (1.0, 25.0))
        found = (
            "diverges" if np.abs([*first, *steep]).max() >= 1
            else "zigzags" if np.isreal(steep).all() and steep.real.min() < 0
            else "creeps" if np.isreal(first).all()
            else "swings"
        )  # fmt: skip
        assert found == does

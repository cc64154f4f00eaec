"""The lines in which a method or a convention writes one step make the steps that its rule makes."""

from __future__ import annotations

import re

import numpy as np
import pytest

from momentum import CONVENTIONS, METHODS

TOKEN = re.compile(r"\d+|[a-z_]\w*|[-+*/^()]")
FUNCTIONS = {"sqrt": np.sqrt, "sign": np.sign}
SLOPES = (2.3, -0.9, 0.4)
SETTINGS = {"learning_rate": 0.07, "beta": 0.6, "beta1": 0.7, "beta2": 0.8, "decay": 0.55, "epsilon": 1e-3}


def code(words: str) -> str:
    """A line's right side as Python: what stands side by side is multiplied."""
    made = ""
    for token in TOKEN.findall(words):
        beside = made[-1:].isalnum() or made.endswith(")")
        called = re.search(r"(sqrt|sign)$", made)
        made += "*" if beside and not called and re.match(r"[\w(]", token) else ""
        made += "**" if token == "^" else token
    return made


def walked(lines: tuple[str, ...]) -> list[float]:
    """Where a parameter is after each step by these lines, from 1.7, whatever they remember being 0 at first."""
    names = {**SETTINGS, **FUNCTIONS, "theta": 1.7, "v": 0.0, "m": 0.0, "s": 0.0}
    places = []
    for step, slope in enumerate(SLOPES, 1):
        for line in lines:
            target, made = (part.strip() for part in line.split("<-"))
            made, _, first = made.partition(f", but {target} = ")
            if first and step == 1:
                made = first.removesuffix(" at first")
            names[target] = eval(code(made), {}, {**names, "g": slope, "k": step})
        places.append(names["theta"])
    return places


def made(rule) -> list[float]:
    """Where the same parameter is by the rule itself."""
    theta = np.array([1.7])
    state, places = rule.init(theta), []
    for slope in SLOPES:
        theta, state = rule.step(theta, state, np.array([slope]))
        places.append(float(theta[0]))
    return places


@pytest.mark.parametrize("method", METHODS.values(), ids=METHODS)
def test_the_lines_of_a_method_make_its_steps(method):
    rule = method.make(**{name: SETTINGS[name] for name in method.defaults})
    assert walked(method.lines) == pytest.approx(made(rule), rel=1e-12)


@pytest.mark.parametrize("name", CONVENTIONS)
def test_the_lines_of_a_convention_make_its_steps(name):
    rule = CONVENTIONS[name].rule(SETTINGS["learning_rate"], SETTINGS["beta"])
    assert walked(CONVENTIONS[name].lines) == pytest.approx(made(rule), rel=1e-12)

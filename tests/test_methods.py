"""METHODS: every entry is whole, and everything that names methods is a view of it."""

import inspect
import re

import numpy as np
import pytest

from built import ROOT
from momentum import LOSSES, METHODS, OPTIMIZERS, Momentum, descend
from momentum.authoring.directives import CHIPS
from momentum.rendering.style import ROLES
from momentum.site import tokens

methods = pytest.mark.parametrize("method", METHODS.values(), ids=METHODS)


@methods
def test_a_method_is_found_under_its_name_and_says_who_published_it(method):
    assert METHODS[method.name] is method
    assert method.label.strip()
    assert any(character.isdigit() for character in method.source), "a year"


@methods
def test_the_settings_are_those_of_the_factory_in_its_order(method):
    parameters = inspect.signature(method.factory).parameters
    names = [knob.name for knob in method.settings]
    assert names[0] == "learning_rate"
    assert names == [name for name in parameters if name in names]
    required = {name for name, parameter in parameters.items() if parameter.default is parameter.empty}
    assert required <= set(names)


@methods
def test_every_corner_of_the_ranges_is_allowed_and_holds_the_default(method):
    for knob in method.settings:
        assert knob.low <= knob.default <= knob.high
        assert knob.low > 0 or not knob.logarithmic
        for value in (knob.low, knob.default, knob.high):
            method.make(**{knob.name: value})


@methods
def test_the_defaults_descend_the_ravine(method):
    loss = LOSSES["ravine"]
    run = descend(loss, method.make(), loss.start, 400)
    assert run.loss[-1] < 1e-2 * run.loss[0]


@methods
def test_a_step_in_words_names_every_setting(method):
    words = " ".join(method.lines).replace("^", " ")
    for knob in method.settings:
        assert knob.name in words
    assert words.count("theta <-") == 1


@methods
def test_a_method_s_colour_is_a_role_with_a_chip_and_a_rule_in_the_style_sheet(method):
    assert method.role in ROLES
    assert CHIPS[method.chip] == method.role
    assert f".md-typeset .sm-{method.role}," in tokens.stylesheet()


@methods
def test_the_explorer_has_a_method_s_rule_too(method):
    name = type(method.make()).__name__
    here = re.search(rf"^  {name}: {{$", (ROOT / "docs/assets/explorer/model.js").read_text("utf-8"), re.M)
    assert here, f"write the step of {name} into RULES of docs/assets/explorer/model.js"


def test_optimizers_are_a_view():
    assert list(OPTIMIZERS) == list(METHODS)
    for name, make in OPTIMIZERS.items():
        assert make(0.1) == METHODS[name].make(learning_rate=0.1)


def test_settings_are_given_in_order_or_by_name():
    heavy = METHODS["heavy ball"]
    assert heavy.make(0.1, 0.5) == heavy.make(0.1, beta=0.5) == heavy.make(beta=0.5, learning_rate=0.1)
    assert heavy.make(0.1, 0.5) == Momentum(0.1, 0.5)
    rates = np.array([0.1, 0.2])
    assert heavy.make(rates).shape == (2,)


@pytest.mark.parametrize(
    ("values", "named", "given"),
    [
        ((), {"mu": 1}, "mu=1"),
        ((0.1, 0.9, 3), {}, "0.1, 0.9, 3"),
        ((0.1,), {"learning_rate": 2}, "0.1, learning_rate=2"),
    ],
)
def test_a_setting_that_a_method_does_not_have_is_refused(values, named, given):
    with pytest.raises(ValueError, match=rf"^heavy ball takes each of learning_rate, beta once; got {given}\.$"):
        METHODS["heavy ball"].make(*values, **named)

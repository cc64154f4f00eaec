"""The settings of rules: which numbers they may be, and that they stay as they were given."""

import re
from fractions import Fraction

import numpy as np
import pytest

from momentum import OPTIMIZERS, Momentum


@pytest.mark.parametrize("value", ["fast", "0.1", None, True, 1j, [], [[0.1], [0.2, 0.3]], [0.1, None], {"rate": 0.1}])
@pytest.mark.parametrize("make", OPTIMIZERS.values(), ids=OPTIMIZERS)
def test_settings_that_are_no_numbers_are_refused(make, value):
    shown = re.escape(repr(value))
    with pytest.raises(ValueError, match=rf"^learning_rate must be a number or an array of numbers; got {shown}\.$"):
        make(value)


@pytest.mark.parametrize("value", ["yes", None, 1, [True, False]])
def test_nesterov_is_true_or_false(value):
    with pytest.raises(ValueError, match=rf"^nesterov must be True or False; got {re.escape(repr(value))}\.$"):
        Momentum(0.1, 0.9, nesterov=value)


@pytest.mark.parametrize("number", [1, np.float32(0.25), np.array(0.25), Fraction(1, 4)])
def test_all_kinds_of_real_numbers_are_settings(number):
    assert Momentum(number, beta=0.5).learning_rate == float(number)
    assert type(Momentum(number).learning_rate) is float


def test_settings_are_kept_from_change():
    rates = np.array([0.1, 0.2])
    rule = Momentum(rates)
    rates[0] = -1
    assert rule.learning_rate.tolist() == [0.1, 0.2]
    with pytest.raises(ValueError, match="read-only"):
        rule.learning_rate[0] = -1

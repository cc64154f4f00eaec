"""RMSProp, Adam and Lion, each against its published rule in plain numbers."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from momentum import LOSSES, Adam, Lion, RMSProp, descend

rates = st.floats(0.001, 0.2)
betas = st.floats(0.0, 0.999)
starts = st.tuples(st.floats(-3, 3), st.floats(-3, 3))


def follow(rule, run):
    """Every next point by a rule for one parameter at a time, (step, gradient, memory) -> move, from those met."""
    memories, path = [{"m": 0.0, "s": 0.0}, {"m": 0.0, "s": 0.0}], [run.theta[0]]
    for step, (theta, gradient) in enumerate(zip(run.theta[:-1], run.gradient[:-1], strict=True), start=1):
        moves = [rule(step, g, memory) for g, memory in zip(gradient.tolist(), memories, strict=True)]
        path.append(theta - moves)
    return np.array(path)


# Every step starts from the engine's own point, so that nothing adds up: 1e-11 covers a rounding of 1e-16 that is
# divided by an epsilon of 1e-4.


@given(rates, betas, starts)
def test_rmsprop_divides_by_the_root_mean_square(learning_rate, decay, start):
    def rule(step, g, memory):
        memory["s"] = decay * memory["s"] + (1 - decay) * g**2
        return learning_rate * g / (math.sqrt(memory["s"]) + 1e-4)

    run = descend(LOSSES["saddle"], RMSProp(learning_rate, decay, epsilon=1e-4), start, 25)
    np.testing.assert_allclose(run.theta, follow(rule, run), rtol=0, atol=1e-11)


@given(rates, betas, betas, starts)
def test_adam_corrects_its_zero_start(learning_rate, beta1, beta2, start):
    def rule(step, g, memory):
        memory["m"] = beta1 * memory["m"] + (1 - beta1) * g
        memory["s"] = beta2 * memory["s"] + (1 - beta2) * g**2
        mean, square = memory["m"] / (1 - beta1**step), memory["s"] / (1 - beta2**step)
        return learning_rate * mean / (math.sqrt(square) + 1e-4)

    run = descend(LOSSES["saddle"], Adam(learning_rate, beta1, beta2, epsilon=1e-4), start, 25)
    np.testing.assert_allclose(run.theta, follow(rule, run), rtol=0, atol=1e-11)


def test_lion_steps_along_signs():
    def rule(step, g, memory):
        direction = 0.9 * memory["m"] + (1 - 0.9) * g
        memory["m"] = 0.99 * memory["m"] + (1 - 0.99) * g
        return 0.05 * ((direction > 0) - (direction < 0))

    for start in [(-2.0, 0.3), (1.1, -1.7), (0.0, 0.0)]:
        run = descend(LOSSES["saddle"], Lion(0.05), start, 25)
        np.testing.assert_allclose(run.theta, follow(rule, run), rtol=0, atol=1e-15)


def test_the_first_step_of_adam_has_the_size_of_the_rate():
    run = descend(LOSSES["ravine"], Adam(0.25), (-9.0, 1.5), 1)
    np.testing.assert_allclose(np.abs(np.diff(run.theta, axis=0)), 0.25, rtol=1e-8)  # epsilon against a gradient of 9


@pytest.mark.parametrize("rule", [Adam, RMSProp])
@pytest.mark.parametrize("epsilon", [0, -1e-8, np.nan])
def test_an_epsilon_that_is_not_positive_is_refused(rule, epsilon):
    with pytest.raises(ValueError, match=rf"^epsilon must be positive and finite; got {epsilon:g}\.$"):
        rule(0.1, epsilon=epsilon)


@pytest.mark.parametrize(
    ("make", "name"),
    [
        (lambda value: RMSProp(0.1, value), "decay"),
        (lambda value: Adam(0.1, value), "beta1"),
        (lambda value: Adam(0.1, 0.9, value), "beta2"),
        (lambda value: Lion(0.1, value), "beta1"),
        (lambda value: Lion(0.1, 0.9, value), "beta2"),
    ],
)
def test_a_memory_outside_its_range_is_refused(make, name):
    with pytest.raises(ValueError, match=rf"^{name} must lie in \[0, 1\); got 1\.5\.$"):
        make(1.5)


def test_rules_without_a_velocity_record_none():
    for rule in (Adam(0.1), RMSProp(0.1), Lion(0.1)):
        assert descend(LOSSES["ravine"], rule, (1, 1), 3).velocity is None

"""What `descend` and the rules refuse: each time a sentence that says what, what is allowed, and what was given."""

import re

import numpy as np
import pytest

from momentum import Function, Loss, Momentum, Noisy, descend, quadratic, ravine

RNG = np.random.default_rng(21)


def own(loss):
    return Function(loss.value, loss.gradient)


def refused(message, *arguments, error=ValueError, **options):
    with pytest.raises(error, match=f"^{message}$"):
        descend(*arguments, **options)


def test_starts_that_cannot_be_are_refused():
    rule = Momentum(0.1)
    refused(r"start must have the shape \(\.\.\., 2\); got the shape \(3,\)\.", ravine(), rule, (1, 2, 3), 5)
    refused(r"start must have the shape \(\.\.\., 2\); got the shape \(\)\.", ravine(), rule, 1.0, 5)
    refused(r"start must have the shape \(\.\.\., d\); got the shape \(\)\.", own(ravine()), rule, 1.0, 5)
    refused(r"start must have the shape \(\.\.\., 2\); got the shape \(1,\)\.", Noisy(ravine(), 1, RNG), rule, [1.0], 5)
    refused(r"start must hold numbers in the shape \(\.\.\., 2\); got 'top'\.", ravine(), rule, "top", 5)
    refused(r"start must hold at least one number; got the shape \(0, 2\)\.", ravine(), rule, np.zeros((0, 2)), 5)
    refused(r"start must be finite; got nan\.", ravine(), rule, (1, np.nan), 5)
    refused(r"start must be finite; got -inf\.", ravine(), rule, [(1, 1), (1, -np.inf)], 5)
    refused(
        r"start and the optimizer's settings must broadcast together; got the shapes \(3, 2\) and \(2,\)\.",
        ravine(), Momentum([0.1, 0.2]), np.ones((3, 2)), 5,
    )  # fmt: skip


@pytest.mark.parametrize("steps", [-1, 2.5, "10", True, None])
def test_steps_that_cannot_be_counted_are_refused(steps):
    refused(rf"steps must be a whole number from 0 up; got {steps!r}\.", ravine(), Momentum(0.1), (1, 1), steps)


@pytest.mark.parametrize("start", ["ab", None, ["1", "2"], [True, False], [1j, 0], [[1, 2], [3]], {"x": 1}])
def test_starts_that_are_no_numbers_are_refused(start):
    shown = re.escape(repr(start))
    refused(rf"start must hold numbers in the shape \(\.\.\., 2\); got {shown}\.", ravine(), Momentum(0.1), start, 5)


@pytest.mark.parametrize("record", ["some", 0, -3, 1.5, None, True])
def test_unknown_ways_of_recording_are_refused(record):
    allowed = 'record must be "all", "loss", "last" or a whole number from 1 up'
    refused(rf"{allowed}; got {record!r}\.", ravine(), Momentum(0.1), (1, 1), 5, record=record)


@pytest.mark.parametrize(
    ("value", "gradient", "message"),
    [
        (lambda t: t, lambda t: t, r"value must return the shape \(4,\) here; got the shape \(4, 2\)\."),
        (lambda t: 1.0, lambda t: t, r"value must return the shape \(4,\) here; got the shape \(\)\."),
        (lambda t: t[:, 0] * np.nan, lambda t: t, r"value must be finite at the start; got nan\."),
        (lambda t: t[:, 0] / 0, lambda t: t, r"value must be finite at the start; got inf\."),
        (lambda t: t[:, 0], lambda t: t[:, 0], r"gradient must return the shape \(4, 2\) here; got the shape \(4,\)\."),
        (lambda t: t[:, 0], lambda t: t * np.nan, r"gradient must be finite at the start; got nan\."),
        (lambda t: "low", lambda t: t, r"value must return numbers in the shape \(4,\) here; got 'low'\."),
        (lambda t: t[:, 0], lambda t: None, r"gradient must return numbers in the shape \(4, 2\) here; got None\."),
        (lambda t: t[:, 0] * 1j, lambda t: t, r"value must return numbers in the shape \(4,\) here; got .+\."),
    ],
)
def test_objectives_that_answer_nonsense_at_the_start_are_refused(value, gradient, message):
    refused(message, Function(value, gradient), Momentum(0.1), np.ones((4, 2)), 5)


def test_a_loss_beyond_all_numbers_at_the_start_is_refused():
    refused(r"value must be finite at the start; got inf\.", ravine(), Momentum(0.1), (1e200, 0), 5)


@pytest.mark.parametrize("general", [False, True], ids=["loss", "function"])
@pytest.mark.parametrize("start", [(0.0, 0.5), [(0.0, 0.5)], [(1.0, 0.5), (0.0, 0.5)], np.tile((0.0, 0.5), (5, 1))])
def test_a_slope_beyond_all_numbers_at_the_start_is_refused(general, start):
    root = Loss("root", lambda x, y: np.sqrt(x) + y**2, ((1.0, 0.0),), (1.0, 0.0), ((0.1, 3.0), (-1.0, 1.0)))
    objective = own(root) if general else root
    refused(r"gradient must be finite at the start; got inf\.", objective, Momentum(0.1), start, 5)


@pytest.mark.parametrize("spoilt", ["value", "gradient"])
@pytest.mark.parametrize("runs", [1, 2, 3])
def test_answers_that_lose_their_shape_on_the_way_are_refused(spoilt, runs):
    calls = {"value": 0, "gradient": 0}

    def answer(name):
        def method(theta):
            calls[name] += 1
            answered = getattr(ravine(), name)(theta)
            return answered[:-1] if name == spoilt and calls[name] > 3 else answered

        return method

    changing = Function(answer("value"), answer("gradient"))
    refused(rf"{spoilt} must return the shape .+ here; got .+", changing, Momentum(0.01), np.ones((runs, 2)), 9)


def test_what_cannot_be_descended_or_stepped_is_a_type_error():
    for objective in (None, 3, Function, np.sin):
        message = rf"objective must have the methods value and gradient; got {re.escape(repr(objective))}\."
        refused(message, objective, Momentum(0.1), (1, 1), 5, error=TypeError)
    for optimizer in (None, "adam", Momentum, 0.1):
        message = rf"optimizer must have the methods init and step; got {re.escape(repr(optimizer))}\."
        refused(message, ravine(), optimizer, (1, 1), 5, error=TypeError)
    with pytest.raises(TypeError, match=r"^gradient must be a function of theta; got 3\.$"):
        Function(np.sum, 3)


def test_noise_of_a_shape_that_does_not_fit_is_refused():
    for start, here in (((1, 1), r"\(\)"), (np.ones((2, 2)), r"\(2,\)")):
        noisy = Noisy(ravine(), [1.0, 2.0, 3.0], RNG)
        allowed = rf"noise_scale must broadcast against theta\[\.\.\., 0\], here of the shape {here}"
        refused(rf"{allowed}; got the shape \(3,\)\.", noisy, Momentum(0.1), start, 5)


@pytest.mark.parametrize("kind", [int, np.float32, list])
def test_starts_of_other_types_are_read_as_float64(kind):
    start = [2, -1] if kind is list else np.array([2, -1], dtype=kind)
    run = descend(quadratic([1.0, 4.0]), Momentum(0.1, 0.5), start, 10)
    assert run.theta.dtype == np.float64
    np.testing.assert_array_equal(run.theta, descend(quadratic([1.0, 4.0]), Momentum(0.1, 0.5), (2.0, -1.0), 10).theta)


def test_an_objective_that_changes_what_it_is_given_harms_nothing():
    def value(theta):
        answer = ravine().value(theta)
        theta[...] = np.nan
        return answer

    def gradient(theta):
        answer = ravine().gradient(theta)
        theta *= 100
        return answer

    start = np.array([[1.0, 2.0], [3.0, 4.0]])
    run = descend(Function(value, gradient), Momentum(0.05, 0.8), start, 20)
    np.testing.assert_array_equal(run.theta, descend(ravine(), Momentum(0.05, 0.8), start, 20).theta)
    assert start.tolist() == [[1, 2], [3, 4]]


def test_an_objective_may_answer_in_the_same_memory_every_time():
    memory = np.empty((2, 2))

    def gradient(theta):
        memory[...] = ravine().gradient(theta)
        return memory

    start, rule = np.array([[1.0, 2.0], [3.0, 4.0]]), Momentum(0.05, 0.8)
    run, clean = descend(Function(ravine().value, gradient), rule, start, 20), descend(own(ravine()), rule, start, 20)
    for name in ("theta", "gradient", "velocity", "loss"):
        np.testing.assert_array_equal(getattr(run, name), getattr(clean, name))


class Steps:
    """A rule of one's own, made of its step."""

    def __init__(self, step):
        self.step = step

    def init(self, theta):
        return None


@pytest.mark.parametrize("objective", [ravine(), own(ravine())], ids=["loss", "function"])
def test_a_rule_that_returns_another_shape_is_refused(objective):
    total = Steps(lambda theta, state, gradient: ((theta - gradient).sum(), state))
    refused(r"step must return parameters of the shape \(2,\); got the shape \(\)\.", objective, total, (1, 1), 5)


def test_a_rule_that_steps_in_place_is_stopped():
    def step(theta, state, gradient):
        theta -= 0.1 * gradient
        return theta, state

    refused("output array is read-only", own(ravine()), Steps(step), (1, 1), 5)

"""A training task is plain momentum on the network: the same as the engine's own loop and as a loop by hand."""

import numpy as np
import pytest

from momentum.engine.descent import descend
from momentum.engine.optimizers import Momentum
from momentum.study import digits
from momentum.study.minibatches import Minibatches, epochs
from momentum.study.network import CrossEntropy, Network
from momentum.study.race import LIMIT, RaceTask, measured_every, steps_to
from momentum.study.training import METRICS, Task, generators, objective, starts, train

SEEDS = (0, 1)
SETTINGS = ((0.0, 0.3), (0.9, 0.3))


def averaged(settings):
    """The engine's rule of the moving average, for settings (beta, rate) against seeds."""
    betas, rates = np.array(settings).T[..., np.newaxis]
    return Momentum(rates, betas, dampening=betas)


def test_full_batch_training_is_what_the_engine_does():
    measured = train(Task(SETTINGS, SEEDS, ((5,),), (0, 2, 5)))
    start = np.broadcast_to(starts(Network(), SEEDS), (2, 2, Network().dimension))
    run = descend(objective(digits.load().training), averaged(SETTINGS), start, 5)
    # Velocities that differ by a factor 1 - beta, and so in their roundings.
    np.testing.assert_allclose(measured.curves[0], run.loss[[0, 2, 5]], rtol=1e-12)
    np.testing.assert_allclose(measured.ends[0, 0], run.loss[5], rtol=1e-12)


def test_minibatch_training_is_momentum_by_hand():
    data = digits.load()
    training = objective(data.training)
    (beta, rate), seed = SETTINGS[1], 1
    start, order = generators(seed)
    theta, velocity = Network().initial(start), 0.0
    orders, seen = [order.permutation(len(data.training)) for _ in range(2)], []
    for epoch in orders:
        for begin in range(0, 28 * 32, 32):
            batch = epoch[begin : begin + 32]
            part = CrossEntropy(Network(), data.training.images[batch], data.training.labels[batch])
            velocity = beta * velocity + (1 - beta) * part.gradient(theta)
            theta = theta - rate * velocity
            seen.append((training.value(theta), *objective(data.test).value_and_accuracy(theta)))
    measured = train(Task(SETTINGS, (0, seed), ((42, 49, 56),), (56,), 32))
    # 56 steps, each of which may add a rounding of 1e-16 that training neither damps nor blows up.
    np.testing.assert_allclose(measured.curves[:, 0, 1, 1], seen[55], rtol=1e-11)
    np.testing.assert_allclose(measured.ends[:, 0, 1, 1], np.mean([seen[41], seen[48], seen[55]], axis=0), rtol=1e-11)


def test_descend_serves_minibatches_too():
    data = digits.load()
    starts_from, orders = zip(*map(generators, SEEDS), strict=True)
    noisy = Minibatches(Network(), data.training.images, data.training.labels, 32, orders)
    start = np.stack([Network().initial(rng) for rng in starts_from])
    beta, rate = SETTINGS[1]
    run = descend(noisy, Momentum(rate, beta, dampening=beta), start, 5)
    measured = train(Task(SETTINGS, SEEDS, ((5,),), (0, 5), 32))
    np.testing.assert_allclose(run.loss[[0, 5]], measured.curves[0, :, 1], rtol=1e-12)


def test_seeds_and_settings_do_not_disturb_each_other():
    together = train(Task(SETTINGS, SEEDS, ((7,),), (0, 7), 32)).curves
    alone = train(Task(SETTINGS[1:], SEEDS[1:], ((7,),), (0, 7), 32)).curves
    np.testing.assert_allclose(together[:, :, 1:, 1:], alone, rtol=1e-12)


def test_at_one_pytorch_rate_all_settings_take_the_same_first_step():
    curves = train(Task(((0.0, 0.1), (0.5, 0.2)), SEEDS, ((1,),), (0, 1), 32)).curves
    # PyTorch's velocity starts at zero, so that its first step is gradient descent's.
    np.testing.assert_array_equal(curves[:, :, 0], curves[:, :, 1])


def test_a_task_that_tunes_sees_no_test_image(monkeypatch):
    wanted = train(Task(SETTINGS, SEEDS, ((4,),), (), 32, tuning=True)).ends
    assert wanted.shape == (2, 1, 2, 2)
    data = digits.load()
    hidden = digits.Digits(data.training, data.validation, None)
    monkeypatch.setattr(digits, "load", lambda: hidden)
    np.testing.assert_array_equal(train(Task(SETTINGS, SEEDS, ((4,),), (), 32, tuning=True)).ends, wanted)


@pytest.mark.parametrize("batch_size", [None, 32])
def test_single_precision_is_double_precision_to_four_digits_until_training_breaks_down(batch_size):
    settings = ((0.0, 0.5), (0.9, 0.5))
    single = train(Task(settings, SEEDS, ((28,),), (), batch_size, tuning=True)).ends[0]
    double = train(Task(settings, SEEDS, ((28,),), (), batch_size)).ends[0]
    # 28 steps of sums of hundreds of numbers of seven digits each: five digits are left, and four are asked for.
    np.testing.assert_allclose(single, double, rtol=1e-4)


def test_a_run_that_diverges_is_nan_and_leaves_the_others_alone():
    measured = train(Task(((0.9, 1e300), (0.0, 0.1)), (0,), ((4,),), (0, 4)))
    assert np.isnan(measured.curves[:, :, 0]).all()
    assert np.isnan(measured.ends[:, :, 0]).all()
    assert np.isfinite(measured.curves[:, :, 1]).all()


def test_the_two_sources_of_chance_of_a_seed_differ():
    start, order = generators(3)
    assert not np.array_equal(start.random(4), order.random(4))


@pytest.mark.parametrize("batch_size", [None, 32])
def test_the_same_task_gives_the_same_bits(batch_size):
    task = Task(SETTINGS, SEEDS, ((3,),), (0, 3), batch_size)
    np.testing.assert_array_equal(train(task).curves, train(task).curves)


def first(losses, target):
    """The first step of losses (steps, ...) at or below a target, by another rule than the race's: counting."""
    return (np.minimum.accumulate(losses, axis=0) > target).sum(axis=0)


def test_a_race_on_the_full_batch_ends_at_the_first_step_within_the_target():
    settings, target = ((0.9, 2.0), (0.0, 1.0)), 0.5
    curves = train(Task(settings, SEEDS, ((40,),), tuple(range(41)))).curves
    found = steps_to(RaceTask(settings, SEEDS, 905, target))
    np.testing.assert_array_equal(found, first(curves[METRICS.index("training_loss")], target))


def test_a_race_on_minibatches_looks_at_its_own_steps_and_sees_the_study_s_batches():
    settings, target, every = ((0.8, 1.0), (0.0, 0.5)), 0.6, measured_every(32)
    curves = train(Task(settings, SEEDS, ((80,),), tuple(range(0, 81, every)), 32)).curves
    found = steps_to(RaceTask(settings, SEEDS, 32, target))
    np.testing.assert_array_equal(found, every * first(curves[METRICS.index("training_loss")], target))


@pytest.mark.parametrize(
    ("rates", "beta", "seeds", "batch_size", "target"),
    [
        ((0.25, 0.5, 1.0, 2.0, 4.0), 0.8, SEEDS, 64, 0.4),
        ((0.7, 0.8, 0.9, 1.0, 1.2, 1.4), 0.0, (6, 7), 256, 0.3),  # who is there first from one seed is not the best
    ],
)
def test_leaving_out_what_cannot_win_changes_neither_the_winner_nor_its_steps(rates, beta, seeds, batch_size, target):
    settings = tuple((beta, rate) for rate in rates)
    everyone = steps_to(RaceTask(settings, seeds, batch_size, target))
    winners = steps_to(RaceTask(settings, seeds, batch_size, target, tuning=True))
    best = int(np.nanargmin(np.where(np.isnan(everyone).any(axis=1), np.nan, everyone.mean(axis=1))))
    means = winners.mean(axis=1)
    assert int(np.nanargmin(means)) == best
    np.testing.assert_array_equal(winners[best], everyone[best])
    assert np.isnan(means).any()


def test_not_measuring_far_from_the_target_changes_no_step(monkeypatch):
    from momentum.study import race

    settings = ((0.8, 2.83), (0.0, 0.841), (0.9, 2.0))
    sparing = steps_to(RaceTask(settings, SEEDS, 64, 0.1))
    monkeypatch.setattr(race, "_CERTAIN", np.inf)
    np.testing.assert_array_equal(steps_to(RaceTask(settings, SEEDS, 64, 0.1)), sparing)
    assert np.isfinite(sparing).all()


def test_a_race_that_nobody_can_win_ends(monkeypatch):
    from momentum.study import race

    assert LIMIT == 2000
    monkeypatch.setattr(race, "LIMIT", 8)
    assert np.isnan(steps_to(RaceTask(((0.0, 0.1), (0.0, 1e300)), (0,), 905, 1e-9))).all()


def test_the_loss_is_measured_so_often_that_small_batches_can_pay_it():
    assert [measured_every(size) for size in (8, 16, 32, 64, 128, 905)] == [16, 8, 4, 2, 1, 1]


def test_an_epoch_sees_every_image_once_but_those_that_fill_no_batch():
    batches = epochs(np.random.default_rng(5), 10, 3)
    first_epoch = np.concatenate([next(batches) for _ in range(3)])
    np.testing.assert_array_equal(first_epoch, np.random.default_rng(5).permutation(10)[:9])
    assert len(set(np.concatenate([next(batches) for _ in range(3)]))) == 9


@pytest.mark.parametrize("batch_size", [0, 906])
def test_a_race_on_batches_that_no_epoch_fills_is_refused(batch_size):
    with pytest.raises(ValueError, match=rf"^batch_size must lie in \[1, 905\]; got {batch_size}\.$"):
        steps_to(RaceTask(((0.0, 0.1),), (0,), batch_size, 0.5))

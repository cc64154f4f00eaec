"""What the page on other ways says, recomputed by plain loops of the methods and by matrices."""

from __future__ import annotations

import math
import re

import numpy as np
import pytest

from built import PAGES, where
from momentum.chapters.other_ways import _methods as methods
from momentum.chapters.other_ways import noise_and_batches as noise
from momentum.chapters.other_ways import numbers as other_ways
from momentum.chapters.other_ways import rescaled_valley, six_methods, turned_valley

RATES = [10 ** (-3 + k / 20) for k in range(81)]
MEMORIES = [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99, 0.999]
TURN = math.atan2(3, 4)
KEYS = ("gd", "momentum", "nesterov", "rmsprop", "adam", "lion")


def gradient(x, y, steepness, angle):
    """The gradient of the turned ravine, by turning there and back."""
    c, s = math.cos(angle), math.sin(angle)
    along, across = c * x + s * y, steepness * (c * y - s * x)
    return c * along - s * across, s * along + c * across


def value(x, y, steepness, angle):
    c, s = math.cos(angle), math.sin(angle)
    return ((c * x + s * y) ** 2 + steepness * (c * y - s * x) ** 2) / 2


def moves(key, rate, memory):
    """One parameter's step as a function of its gradient, with its own memory; arrays or numbers."""
    v = s = 0.0
    k = 0

    def step(g):
        nonlocal v, s, k
        k += 1
        if key == "gd":
            return rate * g
        if key in ("momentum", "nesterov"):
            v = memory * v + g
            return rate * (g + memory * v if key == "nesterov" else v)
        if key == "rmsprop":
            s = memory * s + (1 - memory) * g * g
            return rate * g / (np.sqrt(s) + 1e-8)
        if key == "adam":
            v = memory * v + (1 - memory) * g
            s = 0.999 * s + 0.001 * g * g
            return rate * (v / (1 - memory**k)) / (np.sqrt(s / (1 - 0.999**k)) + 1e-8)
        direction = np.sign(memory * v + (1 - memory) * g)
        v = 0.99 * v + 0.01 * g
        return rate * direction

    return step


def losses(key, rate, memory, x, y, steepness=25.0, angle=0.0, steps=400, falling=False):
    """The loss before every step and after the last one."""
    x, y = (start + 0.0 * (rate + memory) for start in (x, y))
    move_x, move_y = moves(key, rate, memory), moves(key, rate, memory)
    rows = [value(x, y, steepness, angle)]
    for step in range(steps):
        share = 1 - step / steps if falling else 1.0
        g, h = gradient(x, y, steepness, angle)
        x, y = x - share * move_x(g), y - share * move_y(h)
        rows.append(value(x, y, steepness, angle))
    return np.array(rows)


def arrival(rows, tolerance=0.01):
    """The step after the last one that is above the tolerance (...)."""
    steps = np.arange(len(rows)).reshape(-1, *[1] * (rows.ndim - 1))
    return np.minimum(np.where(rows > tolerance, steps, -1).max(axis=0) + 1, len(rows) - 1)


def ring(angle):
    """24 starts on half of the ring through (-9, 1), in the ravine of 25."""
    turns = [(k + 0.5) * math.pi / 24 for k in range(24)]
    u, w = math.sqrt(106) * np.cos(turns), math.sqrt(106) / 5 * np.sin(turns)
    return math.cos(angle) * u - math.sin(angle) * w, math.sin(angle) * u + math.cos(angle) * w


def retuned(key, steepness=25.0, angle=0.0, falling=False):
    """The fewest average steps on the grid, and the rates that reach them."""
    memories = [0.0] if key == "gd" else MEMORIES
    rate, memory = np.array(RATES)[:, None, None], np.array(memories)[None, :, None]
    with np.errstate(all="ignore"):
        rows = losses(key, rate, memory, *ring(angle), steepness, angle, falling=falling)
        rows = np.where(np.isfinite(rows), rows, np.inf)
        mean = arrival(rows).mean(axis=-1)
    mean[(rows.max(axis=0) > rows[0] * (1 + 1e-9)).any(axis=-1)] = np.inf
    # Counts of steps: the engine's rounding differs from these loops' and may move a run by one step.
    return mean.min(), [RATES[k] for k in np.flatnonzero((mean <= mean.min() + 0.1).any(axis=1))]


@pytest.fixture(scope="module")
def html(site_dir):
    return (site_dir / where("other-ways.md") / "index.html").read_text("utf-8")


@pytest.fixture(scope="module")
def said(html):
    """The words of the article in one line."""
    article = html.partition("<article")[2].partition("</article>")[0]
    return " ".join(re.sub(r"<svg.*?</svg>|<[^>]+>", "", article, flags=re.S).split())


@pytest.fixture(scope="module")
def six():
    return six_methods.measure()


@pytest.fixture(scope="module")
def claims():
    return other_ways.numbers()


@pytest.fixture(scope="module")
def batches():
    return noise.measure()


def test_every_method_meets_the_same_grid():
    np.testing.assert_allclose(methods.LEARNING_RATES, RATES, rtol=1e-12)
    np.testing.assert_array_equal(methods.MEMORIES, MEMORIES)
    assert {m.key for m in methods.COMPARED if not m.remembers} == {"gd"}
    np.testing.assert_allclose(methods.starts(TURN).T, ring(TURN), rtol=1e-12)


def test_no_best_rate_lies_at_the_edge_of_the_grid(six, claims):
    found = [v for n, v in [*six.items(), *claims.items(), *turned_valley.measure().items()]
             if n.endswith("_rate") and n not in ("lowest_rate", "highest_rate")]  # fmt: skip
    assert len(found) >= 40
    assert all(RATES[0] * 1.01 < rate < RATES[-1] * 0.99 for rate in found)


@pytest.mark.parametrize("falling", [False, True], ids=["fixed rate", "falling rate"])
@pytest.mark.parametrize("angle", [0.0, TURN], ids=["aligned", "turned"])
@pytest.mark.parametrize("key", KEYS)
def test_tuning_by_other_code_finds_the_same_averages(six, claims, key, angle, falling):
    turned = "_turned" if angle else ""
    mean, rates = retuned(key, angle=angle, falling=falling)
    name = f"{key}_falling{turned}" if falling else f"{key}{turned}"
    printed = (claims if falling else six)[name if falling else f"{name}_mean"]
    assert printed == pytest.approx(mean, abs=0.1)
    assert any(math.isclose((claims if falling else six)[f"{name}_rate"], rate, rel_tol=1e-9) for rate in rates)


@pytest.mark.parametrize("angle", [0.0, TURN], ids=["aligned", "turned"])
@pytest.mark.parametrize("key", KEYS)
def test_steps_from_the_start_of_the_page_are_those_of_a_plain_loop(six, key, angle):
    turned = "_turned" if angle else ""
    x, y = math.cos(angle) * -9 - math.sin(angle), math.sin(angle) * -9 + math.cos(angle)
    rows = losses(key, six[f"{key}{turned}_rate"], six[f"{key}{turned}_memory"], x, y, 25.0, angle)
    assert six[f"{key}{turned}_steps"] == arrival(rows)


def test_turning_changes_nothing_for_methods_that_only_add_and_scale_gradients(six):
    for key in ("gd", "momentum", "nesterov"):
        assert six[f"{key}_mean"] == six[f"{key}_turned_mean"]
    for key in ("rmsprop", "adam", "lion"):
        assert six[f"{key}_mean"] < six[f"{key}_turned_mean"]


def test_steps_against_the_condition_number():
    n = turned_valley.measure()
    for key, angle in (("gd", 0.0), ("momentum", 0.0), ("adam", 0.0), ("adam", TURN)):
        for number in (1, 5, 25, 100):
            mean, _ = retuned(key, float(number), angle)
            assert n[f"{key}{'_turned' if angle else ''}_{number}"] == pytest.approx(mean, abs=0.1)
    lead = [n[f"gd_{number}"] / n[f"momentum_{number}"] for number in (1, 5, 25, 100)]
    assert lead == sorted(lead)
    assert n["adam_100"] < 1.3 * n["adam_1"]
    assert n["adam_turned_100"] > n["gd_100"] > n["adam_100"]


def test_what_the_text_says_of_the_table(six, claims):
    assert six["nesterov_mean"] > six["momentum_mean"] == min(six[f"{key}_mean"] for key in KEYS)
    for turned in ("", "_turned"):
        gain = {key: six[f"{key}{turned}_mean"] / claims[f"{key}_falling{turned}"] for key in KEYS}
        assert set(sorted(KEYS, key=gain.__getitem__)[-2:]) == {"adam", "lion"}


def test_adam_comes_back_above_the_tolerance(six, claims):
    rows = losses("adam", six["adam_rate"], six["adam_memory"], -9.0, 1.0, steps=3000)
    settled = arrival(rows[:401])
    # What it does out there depends on the last digits of everything before.
    assert claims["adam_returns"] == pytest.approx(settled + np.argmax(rows[settled:] > 0.01), rel=0.05)


def test_adams_path_does_not_depend_on_the_steepness_of_an_axis(six, claims):
    def path(steepness):
        move_x, move_y = (moves("adam", six["adam_rate"], six["adam_memory"]) for _ in range(2))
        x, y, places = -9.0, 1.0, []
        for _ in range(36):
            x, y = x - move_x(x), y - move_y(steepness * y)
            places += [x, y]
        return np.array(places)

    # Not 0: epsilon, 1e-8, is added to gradients of the order of 1.
    assert np.abs(path(25.0) - path(2500.0)).max() == pytest.approx(claims["adam_apart"], rel=1e-3)
    assert 0 < claims["adam_apart"] < 1e-8


def test_first_steps_of_rmsprop_and_adam_are_as_long_along_as_across():
    for key in ("rmsprop", "adam"):
        step = np.diff(methods.run(key, 1).theta, axis=0)[0]
        np.testing.assert_allclose(abs(step[0]), abs(step[1]), rtol=1e-6)


def test_new_units_are_a_learning_rate_for_each_parameter():
    n = rescaled_valley.measure()
    for name, stretch in (("narrow", 1.0), ("half", 2.5), ("round", 5.0)):
        kappa = 25 / stretch**2
        rate = 2 / (1 + kappa)
        assert (n[f"{name}_condition_number"], n[f"{name}_rate"]) == pytest.approx((kappa, rate))
        x, y, steps = -9.0, 1.0, 0
        while (x * x + 25 * y * y) / 2 > 0.01:
            x, y, steps = x - rate * x, y - rate / stretch**2 * 25 * y, steps + 1
        assert n[f"{name}_steps"] == steps


def mean_losses(rates, beta, sigma):
    """The average loss after every step, by the matrix of a step of the moving average: C <- R C R' + noise."""
    total = np.zeros(len(rates) + 1)
    for eigenvalue, place in ((1.0, -9.0), (25.0, 1.0)):
        moment = np.diag([0.0, place**2])  # velocity, place
        total[0] += eigenvalue * moment[1, 1] / 2
        for k, rate in enumerate(rates, 1):
            pull = (1 - beta) * eigenvalue
            turn = np.array([[beta, pull], [-rate * beta, 1 - rate * pull]])
            kick = (1 - beta) * np.array([[1.0], [-rate]])
            moment = turn @ moment @ turn.T + sigma**2 * kick @ kick.T
            total[k] += eigenvalue * moment[1, 1] / 2
    return total


def test_each_schedule_is_tuned_and_ends_where_matrices_end(batches):
    shapes = {"constant": np.ones(400), "falling": 1 - np.arange(400) / 400}
    for name, shape in shapes.items():
        rate = batches[f"{name}_rate"]
        assert batches[f"{name}_end"] == pytest.approx(mean_losses(rate * shape, 0.7, 5.0)[-1], rel=1e-9)
        for other in rate * 10 ** np.array([-0.5, -0.1, -1 / 180, 1 / 180, 0.1, 0.5]):
            assert mean_losses(other * shape, 0.7, 5.0)[-1] >= batches[f"{name}_end"]
    assert (batches["constant_end"], batches["falling_end"]) == pytest.approx((0.137, 0.0546), rel=5e-3)
    assert batches["schedule_gain"] == pytest.approx(batches["constant_end"] / batches["falling_end"])
    assert batches["high_rate"] == batches["falling_rate"]
    kept = mean_losses([batches["high_rate"]] * 400, 0.7, 5.0)
    assert batches["high_end"] == pytest.approx(kept[-1], rel=1e-9)
    # It hovers: the second half changes nothing.
    assert kept[200] == pytest.approx(kept[400], rel=0.01)


def test_average_loss_is_that_of_many_noisy_runs():
    rng = np.random.default_rng(7)
    place, velocity = np.tile([-9.0, 1.0], (4000, 1)), np.zeros((4000, 2))
    for _ in range(400):
        velocity = 0.7 * velocity + 0.3 * (place * [1.0, 25.0] + 5.0 * rng.standard_normal(place.shape))
        place = place - 0.06 * velocity
    ends = (place**2 @ [1.0, 25.0]) / 2
    exact = mean_losses([0.06] * 400, 0.7, 5.0)[-1]
    assert abs(ends.mean() - exact) < 4 * ends.std() / math.sqrt(4000)


@pytest.mark.parametrize("batch", [1, 4, 16, 64, 256, 1024])
@pytest.mark.parametrize(("name", "beta"), [("gd", 0.0), ("momentum", 0.7)])
def test_steps_for_every_batch_size(batches, name, beta, batch):
    steps, rate = batches[f"{name}_{batch}"], batches[f"{name}_{batch}_rate"]
    index = int(np.abs(noise.LEARNING_RATES - rate).argmin())
    assert 0 < index < len(noise.LEARNING_RATES) - 1
    below = mean_losses([rate] * steps, beta, 10 / math.sqrt(batch)) <= 0.1
    assert below[-1]
    assert not below[:-1].any()
    for other in noise.LEARNING_RATES[[index - 1, index + 1]]:
        assert not (mean_losses([other] * (steps - 1), beta, 10 / math.sqrt(batch)) <= 0.1).any()


def test_a_larger_batch_pays_less_and_less_and_momentum_more_and_more(batches, claims):
    assert 3.5 < batches["gd_1"] / batches["gd_4"] < 4
    assert batches["gd_64"] / batches["gd_1024"] < 2
    lead = [batches[f"gd_{b}"] / batches[f"momentum_{b}"] for b in (1, 4, 16, 64, 256, 1024)]
    assert lead == sorted(lead)
    assert (
        batches["gd_1_lead"]
        == pytest.approx(1 - batches["momentum_1"] / batches["gd_1"])
        == pytest.approx(0.013, abs=2e-3)
    )
    assert claims["large_over_small"] == pytest.approx(1024 * batches["gd_1024"] / (4 * batches["gd_4"]))


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


def test_noise_on_a_fine_grid_leaves_momentum_a_hundredth(batches, said):
    ratio = noise.LEARNING_RATES[1] / noise.LEARNING_RATES[0]
    assert ratio < 1.014
    assert (batches["gd_1"], batches["momentum_1"]) == (2332, 2302)
    assert "(2302 against 2332)" in said


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

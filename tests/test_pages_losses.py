"""The page of losses: every entry of LOSSES is there, and both runs' steps are counted again by other code."""

import re
from dataclasses import replace

import numpy as np
import pytest

from formula import evaluate
from momentum import LOSSES, METHODS, descend
from momentum.build import build, catalogue
from momentum.build.draft import defined
from momentum.chapters.losses import _duel
from momentum.site import registries

losses = pytest.mark.parametrize("loss", LOSSES.values(), ids=LOSSES)
RATES = [float(f"{10**power:.3g}") for power in np.arange(81) / 16 - 4]
BETAS = [0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95]
HORIZON = 1000


def walked(loss, rates, betas):
    """Losses (HORIZON + 1, runs) and last points (runs, 2) in Polyak's two-point form, without a velocity."""
    rates, betas = np.asarray(rates)[:, np.newaxis], np.asarray(betas)[:, np.newaxis]
    here = before = np.tile(np.array(loss.start), (len(rates), 1))
    values = [loss.value(here)]
    for _ in range(HORIZON):
        here, before = here - rates * (1 - betas) * loss.gradient(here) + betas * (here - before), here
        values.append(loss.value(here))
    return np.array(values), here


def arrivals(loss, rates, betas):
    """The step (runs,) from which a run stays within a thousandth of its start's height, infinite where it does not."""
    with np.errstate(all="ignore"):
        values, ends = walked(loss, rates, betas)
        above = ~(values - loss.minimum <= 1e-3 * (values[0] - loss.minimum))
    last = np.array([max(np.flatnonzero(column), default=-1) for column in above.T])
    (x0, x1), (y0, y1) = loss.extent
    inside = (ends[:, 0] >= x0) & (ends[:, 0] <= x1) & (ends[:, 1] >= y0) & (ends[:, 1] <= y1)
    finite = np.isfinite(values).all(axis=0)
    return np.where((last < HORIZON) & inside & finite, last + 1.0, np.inf)


@pytest.fixture(scope="module", params=LOSSES)
def loss_and_numbers(request):
    name = f"loss-{request.param.replace(' ', '-')}"
    return LOSSES[request.param], build.build([name])[name]["numbers"]


def test_no_setting_of_the_grid_is_quicker_than_the_one_shown(loss_and_numbers):
    loss, numbers = loss_and_numbers
    grid = [(rate, beta) for rate in RATES for beta in BETAS]
    for key, settings in (("plain", [(rate, 0.0) for rate in RATES]), ("momentum", grid)):
        fewest = arrivals(loss, *zip(*settings, strict=True)).min()
        assert numbers[f"{key}_steps"] == (int(fewest) if np.isfinite(fewest) else "never")


def test_the_setting_shown_takes_the_steps_it_is_said_to_take(loss_and_numbers):
    loss, numbers = loss_and_numbers
    for key, beta in (("plain", 0.0), ("momentum", numbers["beta"])):
        (steps,) = arrivals(loss, [numbers[f"{key}_rate"]], [beta])
        assert numbers[f"{key}_steps"] == (int(steps) if np.isfinite(steps) else "never")


@losses
def test_both_runs_go_the_same_way_where_a_machine_rounds_otherwise(loss):
    here, there = _duel.duel(loss.name), [nudged(loss, tuned) for tuned in _duel.duel(loss.name)]
    for tuned, run in zip(here, there, strict=True):
        np.testing.assert_allclose(run.theta, tuned.run.theta, atol=1e-3 * np.ptp(loss.extent))


def nudged(loss, tuned):
    """A tuned run from a start that is off by more than rounding."""
    method = METHODS["averaged" if tuned.beta else "gradient descent"]
    settings = (tuned.learning_rate, tuned.beta)[: len(method.settings)]
    return descend(loss, method.make(*settings), np.array(loss.start) * (1 + 1e-10), len(tuned.run.theta) - 1)


@losses
def test_where_nothing_gets_there_no_steady_run_ends_lower_and_none_as_low_is_there_sooner(loss):
    for tuned, betas in zip(_duel.duel(loss.name), ([0.0], BETAS), strict=True):
        if np.isfinite(tuned.steps):
            continue
        rates, betas = np.array([(rate, beta) for rate in RATES for beta in betas]).T
        shown = int(np.flatnonzero((rates == tuned.learning_rate) & (betas == tuned.beta))[0])
        near = 1e-3 * (loss.value(np.array(loss.start)) - loss.minimum)
        with np.errstate(all="ignore"):
            values, ends = walked(loss, rates, betas)
            others, _ = walked(replace(loss, start=tuple(np.multiply(loss.start, 1 + 1e-9))), rates, betas)
            calm = np.abs(values - others).max(axis=0) <= near  # NaN is not
        (x0, x1), (y0, y1) = loss.extent
        calm &= (ends[:, 0] >= x0) & (ends[:, 0] <= x1) & (ends[:, 1] >= y0) & (ends[:, 1] <= y1)
        assert calm[shown]
        assert values[-1, shown] <= values[-1, calm].min() + near
        waits = np.array([np.flatnonzero(np.abs(one - one[-1]) > near).max(initial=-1) for one in values.T])
        assert waits[shown] <= waits[calm & (values[-1] <= values[-1, shown] + near)].min()


@losses
def test_a_loss_has_its_section_with_formula_place_and_figure(loss):
    slug = loss.name.replace(" ", "-")
    sections = {match[1]: match[2] for match in re.finditer(r"^## .*\{#(.+)\}\n((?:(?!## ).*\n?)*)", PAGE, re.M)}
    section = sections[slug]
    assert loss.about in section
    assert section.count("$$\nf(x, y) = ") == 1
    assert f"![](figures/loss-{slug}.svg)" in section
    assert section.count("$(") == len(loss.minimizers)
    assert loss.source in section


PAGE = registries.loss_sections()


@losses
def test_a_section_s_formula_and_places_are_the_loss_s(loss):
    section = re.search(rf"\{{#{loss.name.replace(' ', '-')}\}}\n(.*?)(?=^## |\Z)", PAGE, re.DOTALL | re.MULTILINE)[1]
    plain = re.sub(r"\[\[=(.*?)\]\]", r"\1", section)
    formula = re.search(r"f\(x, y\) = (.+)", plain)[1]
    for x, y in ((0.3, -1.2), (1.7, 0.4), loss.start):
        assert evaluate(formula, x=x, y=y, e=np.e, pi=np.pi) == pytest.approx(loss.value(np.array([x, y])), rel=1e-9)
    lowest = float(re.search(r"minimum in view is \$(.+?)\$", plain)[1])
    assert lowest == pytest.approx(loss.minimum, abs=1e-4)
    for place in re.findall(r"\$\((.+?), (.+?)\)\$", plain):
        assert loss.value(np.array(place, dtype=float)) == pytest.approx(lowest, abs=1e-3)


@losses
def test_a_place_that_a_loss_is_said_to_have_is_a_level_one(loss):
    for place in re.findall(r"\((-?[\d.]+), (-?[\d.]+)\)", loss.about):
        assert np.abs(loss.gradient(np.array(place, dtype=float))).max() < 1e-9


@losses
def test_the_figure_says_what_it_shows_in_words(loss):
    name = f"loss-{loss.name.replace(' ', '-')}"
    figure = defined(name, catalogue.module(name))
    numbers = build.build([name])[name]["numbers"]
    assert loss.name in figure.alt(numbers)
    assert loss.about in figure.alt(numbers)
    for key in ("plain", "momentum"):
        steps = numbers[f"{key}_steps"]
        said = "after more than 1000 steps, if at all," if steps == "never" else f"after {steps} steps"
        assert said in figure.caption(numbers)
        assert said in figure.alt(numbers)
    never = "never" in (numbers["plain_steps"], numbers["momentum_steps"])
    assert figure.caption(numbers).endswith("; where none gets there, the best ends lowest.") == never


@losses
def test_the_map_is_not_stretched(loss):
    name = f"loss-{loss.name.replace(' ', '-')}"
    panel = defined(name, catalogue.module(name)).draw().panels[0]
    width, height = np.ptp(panel.xlim), np.ptp(panel.ylim)
    assert width / height == pytest.approx(panel.size[0] / panel.size[1], rel=1e-12)
    for (low, high), (least, most) in zip((panel.xlim, panel.ylim), loss.extent, strict=True):
        assert low <= least + 1e-12
        assert high >= most - 1e-12

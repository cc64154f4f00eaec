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
    with np.errstate(all="ignore"):
        for _ in range(HORIZON):
            here, before = here - rates * (1 - betas) * loss.gradient(here) + betas * (here - before), here
            values.append(loss.value(here))
    return np.array(values), here


def inside(loss, points):
    """Whether points (runs, 2) lie where the loss is drawn."""
    (x0, x1), (y0, y1) = loss.extent
    return (points[:, 0] >= x0) & (points[:, 0] <= x1) & (points[:, 1] >= y0) & (points[:, 1] <= y1)


class Tried:
    """A loss, the numbers that its figure has, and every setting of the grid walked by other code."""

    def __init__(self, name):
        figure = f"loss-{name.replace(' ', '-')}"
        self.loss, self.numbers = LOSSES[name], build.build([figure])[figure]["numbers"]
        self.settings = {"plain": [(rate, 0.0) for rate in RATES], "momentum": [(r, b) for r in RATES for b in BETAS]}
        self.walks = {key: walked(self.loss, *zip(*tried, strict=True)) for key, tried in self.settings.items()}

    def shown(self, key):
        """The place in the grid of the setting that the figure shows."""
        return self.settings[key].index((self.numbers[f"{key}_rate"], {"plain": 0.0}.get(key, self.numbers["beta"])))

    def arrivals(self, key):
        """The step (runs,) from which a run stays within a thousandth of its start's height, infinite where not."""
        values, ends = self.walks[key]
        with np.errstate(all="ignore"):
            above = ~(values - self.loss.minimum <= 1e-3 * (values[0] - self.loss.minimum))
        last = np.array([max(np.flatnonzero(column), default=-1) for column in above.T])
        finite = np.isfinite(values).all(axis=0)
        return np.where((last < HORIZON) & inside(self.loss, ends) & finite, last + 1.0, np.inf)


@pytest.fixture(scope="module", params=LOSSES)
def tried(request):
    return Tried(request.param)


def test_the_setting_shown_takes_the_steps_it_is_said_to_take_and_none_of_the_grid_is_quicker(tried):
    for key in ("plain", "momentum"):
        steps = tried.arrivals(key)
        for found in (steps[tried.shown(key)], steps.min()):
            assert tried.numbers[f"{key}_steps"] == (int(found) if np.isfinite(found) else "never")


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


def test_where_nothing_gets_there_no_steady_run_ends_lower_and_none_as_low_is_there_sooner(tried):
    loss = tried.loss
    for key, tuned in zip(tried.settings, _duel.duel(loss.name), strict=True):
        if np.isfinite(tuned.steps):
            continue
        shown = tried.settings[key].index((tuned.learning_rate, tuned.beta))
        near = 1e-3 * (loss.value(np.array(loss.start)) - loss.minimum)
        values, ends = tried.walks[key]
        beside = replace(loss, start=tuple(np.multiply(loss.start, 1 + 1e-9)))
        others, _ = walked(beside, *zip(*tried.settings[key], strict=True))
        with np.errstate(all="ignore"):
            calm = (np.abs(values - others).max(axis=0) <= near) & inside(loss, ends)  # NaN is not
        assert calm[shown]
        assert values[-1, shown] <= values[-1, calm].min() + near
        waits = np.array([np.flatnonzero(np.abs(one - one[-1]) > near).max(initial=-1) for one in values[:, calm].T])
        low = values[-1, calm] <= values[-1, shown] + near
        assert waits[np.flatnonzero(calm) == shown] <= waits[low].min()


@losses
def test_a_loss_has_its_section_with_formula_place_and_figure(loss):
    slug = loss.name.replace(" ", "-")
    sections = {match[1]: match[2] for match in re.finditer(r"^## .*\{#(.+)\}\n((?:(?!## ).*\n?)*)", PAGE, re.M)}
    section = sections[slug]
    assert loss.about in section
    assert len(re.findall(r"^\$\$\n(?:\\begin{aligned} &)?f\(x, y\) = .+\n\$\$$", section, re.M)) == 1
    assert f"![](figures/loss-{slug}.svg)" in section
    assert section.count("$(") == len(loss.minimizers)
    assert loss.source in section


PAGE = registries.loss_sections()


@losses
def test_a_section_s_formula_and_places_are_the_loss_s(loss):
    section = re.search(rf"\{{#{loss.name.replace(' ', '-')}\}}\n(.*?)(?=^## |\Z)", PAGE, re.DOTALL | re.MULTILINE)[1]
    plain = re.sub(r"\[\[=(.*?)\]\]", r"\1", section)
    lines = re.search(r"f\(x, y\) = (.+)", plain)[1].removesuffix(r" \end{aligned}").split(r" \\ &\quad ")
    assert all(line[:2] in ("+ ", "- ") for line in lines[1:])
    formula = " ".join(lines).replace(r"\bigl[", r"\left(").replace(r"\bigr]", r"\right)")
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

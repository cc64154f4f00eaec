"""The page "Does it work?" says what the study found: its numbers by other code, its sentences as inequalities."""

import json
import re
from html import unescape

import numpy as np
import pytest

from momentum.chapters.does_it_work import _curves, study_batch_sizes, study_reach
from momentum.chapters.does_it_work import numbers as claims
from momentum.study.kept import study

BETAS = (0, 0.5, 0.8, 0.9, 0.95)
KEYS = ("0", "0_5", "0_8", "0_9", "0_95")
HEAVY = KEYS[1:]
COMPARISONS = {
    "same_rate": ("minibatch", "same rate in PyTorch's form"),
    "same_effective": ("minibatch", "same effective rate"),
    "tuned": ("minibatch", "best rate"),
    "full_batch": ("full batch", "best rate"),
}
SIZES = (8, 16, 32, 64, 128, 256, 512, 905)


@pytest.fixture(scope="module")
def raw():
    """The study as plain JSON."""
    return json.loads(study().to_json())


@pytest.fixture(scope="module")
def numbers():
    return claims.numbers()


@pytest.fixture(scope="module")
def races(raw):
    """(batch size, beta) -> the steps of the ten seeds."""
    return {(race["batch_size"], race["beta"]): np.array(race["steps"], float) for race in raw["races"]}


@pytest.fixture(scope="module")
def worth():
    return study_batch_sizes.measure()


@pytest.fixture(scope="module")
def reach():
    return study_reach.measure()


@pytest.mark.parametrize("comparison", COMPARISONS)
@pytest.mark.parametrize("beta", BETAS)
def test_every_arm_is_quoted_as_the_json_has_it(numbers, raw, comparison, beta):
    regime, protocol = COMPARISONS[comparison]
    arms = {arm["beta"]: arm for arm in raw["arms"] if (arm["regime"], arm["protocol"]) == (regime, protocol)}
    arm, plain = arms[beta], arms[0]
    key = f"{comparison}_{beta:g}".replace(".", "_")
    assert numbers[f"{key}_rate"] == arm["learning_rate"]
    np.testing.assert_allclose(numbers[f"{key}_pytorch"], arm["learning_rate"] * (1 - beta), rtol=1e-12)
    for place, later in enumerate(("", "_later")[: len(arm["snapshots"])]):
        end, base = arm["snapshots"][place], plain["snapshots"][place]
        # The same ten doubles, added in another order.
        for metric, short, scale in (("training_loss", "loss", 1), ("test_accuracy", "accuracy", 100)):
            mean, sd = np.mean(end[metric]) * scale, np.std(end[metric], ddof=1) * scale
            np.testing.assert_allclose(numbers[f"{key}{later}_{short}"], mean, rtol=1e-12)
            np.testing.assert_allclose(numbers[f"{key}{later}_{short}_sd"], sd, rtol=1e-9)
        np.testing.assert_allclose(numbers[f"{key}{later}_test_loss"], np.mean(end["test_loss"]), rtol=1e-12)
        better = np.array(end["training_loss"]) < np.array(base["training_loss"])
        assert numbers[f"{key}{later}_loss_wins"] == better.sum()
        gaps = 100 * (np.array(end["test_accuracy"]) - np.array(base["test_accuracy"]))
        assert numbers[f"{key}{later}_accuracy_wins"] == (gaps > 0).sum()
        np.testing.assert_allclose(numbers[f"{key}{later}_behind"], -gaps.mean(), atol=1e-12)


@pytest.mark.parametrize("size", SIZES)
def test_every_race_is_quoted_as_the_json_has_it(worth, races, raw, size):
    for beta, key in ((0, "0"), (0.8, "0_8"), (0.9, "0_9")):
        np.testing.assert_allclose(worth[f"b{size}_{key}_steps"], races[size, beta].mean(), rtol=1e-12)
        np.testing.assert_allclose(worth[f"b{size}_{key}_sd"], races[size, beta].std(ddof=1), rtol=1e-12)
    tuning = {race["beta"]: race["tuning_steps"] for race in raw["races"] if race["batch_size"] == size}
    best = min((0.8, 0.9), key=lambda beta: min(steps for steps in tuning[beta] if steps is not None))
    assert worth[f"b{size}_best_beta"] == best
    ratios = races[size, 0] / races[size, best]
    np.testing.assert_allclose(worth[f"b{size}_ratio"], races[size, 0].mean() / races[size, best].mean(), rtol=1e-12)
    np.testing.assert_allclose(worth[f"b{size}_ratio_sd"], ratios.std(ddof=1), rtol=1e-12)


def test_at_one_pytorch_rate_momentum_wins_in_every_seed_and_more_memory_is_lower(numbers):
    losses = [numbers[f"same_rate_{beta}_loss"] for beta in KEYS]
    assert losses == sorted(losses, reverse=True)
    for beta in HEAVY:
        assert numbers[f"same_rate_{beta}_loss_wins"] == numbers[f"same_rate_{beta}_accuracy_wins"] == 10
    np.testing.assert_allclose(numbers["same_rate_ratio"], losses[0] / losses[3], rtol=1e-12)
    gain = numbers["same_rate_0_9_accuracy"] - numbers["same_rate_0_accuracy"]
    np.testing.assert_allclose(numbers["same_rate_gain"], gain, rtol=1e-12)
    assert numbers["same_rate_ratio"] > 6 < numbers["same_rate_gain"]


def test_the_worked_example_is_pytorch_s_rule(numbers):
    shared = numbers["shared_rate"]
    sums = [1, 1 + 0.9, 1 + 0.9 + 0.81]
    np.testing.assert_allclose([numbers[f"worked_step_{k}"] for k in (1, 2, 3)], shared * np.array(sums), rtol=1e-12)
    np.testing.assert_allclose(numbers["worked_velocity"], sums[2], rtol=1e-12)
    np.testing.assert_allclose(numbers["worked_longest"], shared * sum(0.9**k for k in range(400)), rtol=1e-12)
    np.testing.assert_allclose(numbers["worked_longest"], numbers["same_rate_0_9_rate"], rtol=1e-6)


def test_at_the_same_effective_rate_nearly_one_curve_is_left(numbers, raw):
    losses = [numbers[f"same_effective_{beta}_loss"] for beta in KEYS]
    assert max(losses) / min(losses) < 1.1
    assert (numbers["effective_lowest"], numbers["effective_highest"]) == (min(losses), max(losses))
    np.testing.assert_allclose(numbers["effective_percent_lower"], 1 - losses[3] / losses[0], rtol=1e-9)
    assert 0.02 < numbers["effective_percent_lower"] < 0.06
    # "A little is left": more often than a tossed coin would have it.
    assert numbers["same_effective_0_9_loss_wins"] >= 8
    assert numbers["effective_first_momentum"] > numbers["effective_first_plain"]
    assert {numbers[f"same_effective_{beta}_rate"] for beta in KEYS} == {numbers["same_rate_0_9_rate"]}


def test_the_curves_of_the_reach_are_one_up_to_the_level_and_not_beyond(reach, raw):
    for search in raw["searches"]:
        short = search["regime"].replace(" ", "_")
        key = f"{short}_{search['beta']:g}".replace(".", "_")
        losses = dict(zip(search["rates"], search["training_loss"]["mean"], strict=True))
        assert (reach[f"{key}_level"], reach[f"{key}_beyond"]) == (losses[1.0], losses[2.0])
        broken = [rate for rate, loss in losses.items() if not loss < reach["broken"]]
        below = [rate for rate in losses if rate < min(broken, default=np.inf)]
        assert reach[f"{key}_reach"] == max(below)
    for short in ("minibatch", "full_batch"):
        level = [reach[f"{short}_{beta}_level"] for beta in KEYS]
        assert (reach[f"{short}_level_lowest"], reach[f"{short}_level_highest"]) == (min(level), max(level))
        assert max(level) / min(level) < 1.25
        assert reach[f"{short}_0_beyond"] > 1 > 20 * reach[f"{short}_0_9_beyond"]
        reaches = [reach[f"{short}_{beta}_reach"] for beta in KEYS]
        assert reaches == sorted(reaches)
        assert reaches[0] < reaches[1] < reaches[2]
    for rate in (0.25, 0.5):
        for regime, least in (("minibatch", 0.0), ("full batch", 0.25)):
            same = [s for s in raw["searches"] if s["regime"] == regime and rate > least]
            found = [s["training_loss"]["mean"][s["rates"].index(rate)] for s in same]
            assert not found or max(found) / min(found) < 1.07


def test_on_the_full_batch_a_longer_memory_goes_on_paying_and_on_minibatches_none_does_beyond_two(raw):
    best = {
        (search["regime"], search["beta"]): min(
            zip(search["training_loss"]["mean"], search["rates"], strict=True), key=lambda pair: pair[0]
        )
        for search in raw["searches"]
    }
    full = [best["full batch", beta][0] for beta in BETAS]
    assert full == sorted(full, reverse=True)
    assert all(1 <= best["minibatch", beta][1] <= 2 for beta in BETAS)


def test_tuned_on_minibatches_momentum_trains_a_little_further_and_names_no_more(numbers):
    wins = [numbers[f"tuned_{beta}_loss_wins"] for beta in HEAVY]
    named = [numbers[f"tuned_{beta}_accuracy_wins"] for beta in HEAVY]
    assert (numbers["tuned_fewest_loss_wins"], numbers["tuned_most_loss_wins"]) == (min(wins), max(wins))
    assert (numbers["tuned_fewest_accuracy_wins"], numbers["tuned_most_accuracy_wins"]) == (min(named), max(named))
    assert min(wins) >= 6
    assert max(named) <= 5
    accuracies = [numbers[f"tuned_{beta}_accuracy"] for beta in KEYS]
    assert max(accuracies) == accuracies[0] == numbers["tuned_highest_accuracy"]
    assert min(accuracies) == numbers["tuned_lowest_accuracy"]
    # "one or two images"
    assert (max(accuracies) - np.array(accuracies[1:])).min() / numbers["points_an_image"] > 0.5
    assert (max(accuracies) - min(accuracies)) / numbers["points_an_image"] < 2.5


def test_momentum_gains_more_at_every_larger_batch_and_gradient_descent_stops(worth, races):
    ratios = [worth[f"b{size}_ratio"] for size in SIZES]
    assert ratios == sorted(ratios)
    assert ratios[0] < 1.1
    assert 2.7 < ratios[-1] < 3.3
    # "The curves are one" at 8: a difference of less than two standard errors, paired by seed.
    gaps = races[8, 0] - races[8, 0.8]
    assert abs(gaps.mean()) < 2 * gaps.std(ddof=1) / np.sqrt(len(gaps))
    assert races[905, 0].mean() / races[128, 0].mean() > 0.85
    assert races[905, 0.8].mean() / races[128, 0.8].mean() < 0.7
    bars = {key: (steps.mean() - steps.std(ddof=1), steps.mean() + steps.std(ddof=1)) for key, steps in races.items()}
    for size in SIZES:
        assert (bars[size, 0][0] <= bars[size, worth[f"b{size}_best_beta"]][1]) == (size <= 16)


def test_the_full_batch_is_led_by_steps_that_were_tuned_for(races, numbers):
    assert races[905, 0].mean() / races[905, 0.8].mean() > 2.8
    assert numbers["full_batch_ratio_lowest"] < numbers["full_batch_ratio"] < numbers["full_batch_ratio_highest"]
    for beta in HEAVY:
        assert numbers[f"full_batch_{beta}_loss"] < numbers["full_batch_0_loss"]
        assert numbers[f"full_batch_{beta}_accuracy"] > numbers["full_batch_0_accuracy"]


def test_in_the_end_gradient_descent_names_the_most_images_and_momentum_has_the_lowest_losses(numbers):
    accuracy = {beta: numbers[f"full_batch_{beta}_later_accuracy"] for beta in KEYS}
    assert max(accuracy, key=accuracy.get) == "0"
    assert numbers["full_batch_0_9_later_accuracy_wins"] == 0
    assert numbers["full_batch_0_8_later_accuracy_wins"] <= 2
    assert 0.5 < numbers["full_batch_0_9_later_behind"] < 1.5
    assert numbers["full_batch_0_9_later_behind"] > 4 * numbers["full_batch_0_9_later_behind_error"]
    assert numbers["full_batch_0_9_later_loss"] < numbers["full_batch_0_later_loss"] / 4


def test_curves_end_where_the_captions_say_on_the_full_batch():
    scene = _curves.comparison("full batch", "best rate", _curves.FULL_BATCH_LOSS)
    quoted = _curves.measure("full batch", "best rate", 100)
    for readout, key in zip(scene.readouts, ("beta_0", "beta_0_8", "beta_0_9"), strict=True):
        # The study keeps six digits.
        np.testing.assert_allclose(readout.values[-1], quoted[f"{key}_loss"], rtol=1e-5)


def test_names_of_curves_never_stand_nearer_than_asked_and_keep_their_order():
    placed = np.array(_curves.spread([10.0, 11.0, 50.0, 10.5], 20.0))
    assert (np.diff(np.sort(placed)) >= 20 - 1e-9).all()
    np.testing.assert_array_equal(np.argsort(placed), np.argsort([10.0, 11.0, 50.0, 10.5]))
    assert _curves.spread([0.0, 100.0], 20.0) == [0.0, 100.0]


@pytest.fixture(scope="module")
def article(site_dir):
    """The built page's article, as HTML."""
    html = (site_dir / "does-it-work" / "index.html").read_text("utf-8")
    return html[html.index("<article") : html.index("</article>")]


def words(html):
    """The words of a piece of HTML that a reader sees; of a figure only the caption."""
    html = re.sub(
        r"<sm-player.*?</sm-player>|<svg.*?</svg>|<style.*?</style>|<annotation.*?</annotation>", " ", html, flags=re.S
    )
    return [word for word in unescape(re.sub("<[^>]+>", " ", html)).split() if any(map(str.isalnum, word))]


def test_the_comparisons_come_in_the_order_of_fairness_and_each_says_what_was_equal_and_tuned(article):
    order = ("same-rate", "same-effective-rate", "reach", "best-rate", "batch-sizes", "full-batch", "landscape")
    places = [article.index(f'id="{name}"') for name in (*order, "so")]
    assert places == sorted(places)
    for begin, end, name in zip(places, places[1:], order, strict=False):
        section = article[begin:end]
        assert "<em>Kept equal</em>" in section, name
        assert "<em>Tuned</em>" in section, name


def test_every_table_of_a_comparison_shows_every_beta_in_the_open(article):
    open_ = re.sub(r"<details.*?</details>", "", article, flags=re.S)
    tables = re.findall(r'<table class="sm-rows">(.*?)</table>', open_, re.S)
    tall = [re.findall(r"<tr>(.*?)</tr>", table.split("<tbody>")[1], re.S) for table in tables]
    assert [len(rows) for rows in tall] == [5, 5, 8, 5]
    for rows in (tall[place] for place in (0, 1, 3)):
        firsts = [re.sub("<[^>]+>", "", re.split("</t[dh]>", row)[0]).strip() for row in rows]
        assert firsts == ["0", "0.5", "0.8", "0.9", "0.95"]


def test_at_most_four_folds_hold_at_most_a_third_of_the_words(article):
    folds = re.findall(r"<details.*?</details>", article, re.S)
    folds = [fold for fold in folds if "deeper" in fold[:60] or "predict" in fold[:60]]
    assert 1 <= len(folds) <= 4
    assert sum(len(words(fold)) for fold in folds) <= len(words(article)) / 3


def test_a_sentence_stands_before_each_figure_and_one_after(article):
    flat = re.sub(r"<figure.*?</figure>", "<FIGURE>", article, flags=re.S)
    assert flat.count("<FIGURE>") == 6
    for match in re.finditer("<FIGURE>", flat):
        assert re.search(r"Look\s+at\s[^.?]*\.\s*</p>\s*$", flat[: match.start()])
        assert re.match(r"\s*<p>", flat[match.end() :])


def test_the_page_no_longer_says_more_than_was_found(article):
    text = " ".join(words(article))
    for phrase in ("even out", "keeps a lead", "no more accurate", "Momentum itself wins", "Nobody let it"):
        assert phrase not in text
    for phrase in (
        "higher in 0 of 10 seeds",
        "PyTorch",
        "divided by 16",
        "remainder by 4",
        "SeedSequence",
    ):
        assert phrase in text


def test_the_built_page_prints_what_was_measured(article, numbers, worth):
    text = " ".join(words(article))
    for number in (
        f"{numbers['same_rate_ratio']:.1f} times lower",
        f"{worth['b905_0_steps']:.0f} ± {worth['b905_0_sd']:.0f} steps to that loss",
        f"{worth['b905_ratio']:.1f} times fewer steps",
        f"{numbers['full_batch_0_9_later_behind']:.1f} points below",
    ):
        assert number.replace("± ", "") in text.replace("± ", ""), number

"""The page "Does it work?" as it is built: its order, its tables, its folds and its words."""

import re
from html import unescape

import pytest

from momentum.chapters.does_it_work import numbers as claims
from momentum.chapters.does_it_work import study_batch_sizes


@pytest.fixture(scope="module")
def numbers():
    return claims.numbers()


@pytest.fixture(scope="module")
def worth():
    return study_batch_sizes.measure()


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
    for phrase in (
        "even out",
        "keeps a lead",
        "no more accurate",
        "Momentum itself wins",
        "Nobody let it",
        "turned round",
    ):
        assert phrase not in text
    for phrase in (
        "from last to first in accuracy",
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

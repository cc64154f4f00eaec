"""What the search answers from the site's own list: what stands first, slips, folds, and what is shown of a find."""

from __future__ import annotations

import json
import re
from collections import Counter
from functools import partial
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from searched import asked


@pytest.fixture(scope="module")
def index(site_dir: Path) -> Path:
    return site_dir / "search" / "list.json"


@pytest.fixture(scope="module")
def answers(index: Path) -> Any:
    """`answers(queries)`: for each query the locations of the pages found, best first, and the best hit."""

    return partial(asked, index)


@pytest.mark.parametrize(
    ("ahead", "behind"),
    [
        ({"title": "Long valley"}, {"text": "A long valley. " * 4}),
        ({"keywords": ["long valley"]}, {"title": "Long valley"}),
        ({"text": "A long valley."}, {"text": "A long way into a valley."}),
        ({"text": "A long valley."}, {"text": "A long way, long and far."}),
        ({"text": "A long valley, and another long valley."}, {"text": "A long valley."}),
        ({"text": "A long valley.", "weight": 1.5}, {"text": "A long valley."}),
    ],
    ids=["a title", "a keyword", "words that stand together", "every word", "more often", "more weight"],
)
def test_what_tells_more_stands_first(tmp_path: Path, ahead: dict[str, Any], behind: dict[str, Any]) -> None:
    blank = {"title": "A page", "text": "Some words."}
    docs = [{**blank, **behind, "location": "behind/"}, {**blank, **ahead, "location": "ahead/"}]
    (tmp_path / "list.json").write_text(json.dumps({"docs": docs}), "utf-8")
    (found,) = asked(tmp_path / "list.json", "long valley")
    assert found[0][0]["location"] == "ahead/"


def test_what_pages_are_about_leads_to_them_first(answers: Any) -> None:
    own = {
        "learning rate": "gradient-descent/",
        "ravine": "ravine/",
        "momentum": "momentum/",
        "condition number": "ravine/",
    }
    found = answers(*own)
    assert [groups[0][0]["location"] for groups in found] == list(own.values())


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("momentun", "momentum"),
        ("nesterof", "nesterov"),
        ("condtion number", "condition number"),
        ("convergnec", "convergence"),
        ("adma", "adam"),  # from four letters on a slip
        ("ravne", "ravine"),
        ("momnetmu", "momentum"),  # and from eight on two
    ],
)
def test_a_small_slip_finds_what_was_meant(answers: Any, typed: str, meant: str) -> None:
    slip, right = answers(typed, meant)
    assert right
    assert slip[0][0]["location"] == right[0][0]["location"]


def test_a_short_word_is_not_taken_for_another(answers: Any) -> None:
    # Each is one letter from words of the site, or two, which are no slips of it.
    assert answers("gpx", "mxe", "zd", "lerxing", "ravxxne") == [[]] * 5


def test_what_could_not_be_had_is_asked_for_again(answers: Any) -> None:
    lost, found = answers("momentum", "momentum", refused=1)
    assert lost == []
    assert found[0][0]["location"] == "momentum/"


def test_a_hit_says_which_of_the_words_it_has(answers: Any) -> None:
    (found,) = answers("momentum restart batch")
    # A page that only its sections are hits of leads them without a score.
    said = [hit["terms"] for page in found for hit in page if hit["score"]]
    assert all(set(terms) == {"momentum", "restart", "batch"} for terms in said)
    assert all(found[0][0]["terms"].values())
    assert any(not all(terms.values()) for terms in said)


def test_a_word_is_found_with_its_hyphen_and_without(answers: Any) -> None:
    whole, parted = answers("warmup", "warm-up")
    assert whole[0][0]["location"] == parted[0][0]["location"] == "which-momentum/#where-equal-rules-part-ways"
    assert answers("nonconvex")[0][0][0]["location"] == "limits/"


def test_an_apostrophe_is_no_end_of_a_word_however_it_is_written(answers: Any) -> None:
    without, straight, round_ = answers("nesterovs bound", "Nesterov's bound", "Nesterov’s bound")
    assert without[0]
    assert without == straight == round_


def test_a_question_word_and_a_letter_s_name_find_something(answers: Any) -> None:
    assert all(answers("why", "eta", "beta"))


def test_a_word_that_stands_in_a_fold_leads_to_the_fold(answers: Any, site_dir: Path) -> None:
    best = answers("Shampoo")[0][0][0]["location"]
    page, _, fold = best.partition("#")
    assert f'id="{fold}"' in (site_dir / page / "index.html").read_text("utf-8")
    assert fold


def test_hits_are_marked_and_what_could_be_markup_is_escaped(answers: Any) -> None:
    hits = [hit for groups in answers("loss gradient")[0] for hit in groups]
    assert any("<mark>" in hit["text"] for hit in hits)
    tags = {piece.partition(">")[0] for hit in hits for piece in (hit["text"] + hit["title"]).split("<")[1:]}
    assert tags == {"mark", "/mark"}


def test_what_is_shown_of_a_text_stands_around_the_first_find_and_is_cut_between_words(
    answers: Any, index: Path
) -> None:
    whole = {one["location"]: one["text"] for one in json.loads(index.read_text("utf-8"))["docs"]}
    cut = Counter()
    for hit in (hit for groups in answers("curvature", "Polyak") for group in groups for hit in group):
        text, shown = whole[hit["location"]], unescape(re.sub("</?mark>", "", hit["text"]))
        inside = shown.removeprefix("… ").removesuffix(" …")
        assert inside in text
        assert len(inside) <= 150
        at = text.index(inside)
        assert text[:at].endswith(" ") == shown.startswith("… ")
        assert text[at + len(inside) :].startswith(" ") == shown.endswith(" …")
        cut["before"] += shown.startswith("… ")
        cut["after"] += shown.endswith(" …")
        if shown.startswith("… "):
            assert "<mark>" in hit["text"], "what is left out comes before a find"
        if shown.endswith(" …"):
            assert len(inside) > 100
    assert min(cut["before"], cut["after"]) >= 5

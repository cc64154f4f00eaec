"""A quoted number is the one that the words beside it speak of."""

from __future__ import annotations

import re

import pytest

from built import PAGES
from quoted import KEPT, ledgers, quotes

FOUND = ledgers()


LISTED = sorted(path.stem for path in KEPT.glob("*.tsv"))


@pytest.mark.parametrize("name", LISTED)
def test_every_number_stands_among_the_words_that_it_is_kept_with(name):
    # In their order; what is new may stand between.
    found = iter(FOUND[name])
    gone = [line for line in (KEPT / f"{name}.tsv").read_text("utf-8").splitlines() if line not in found]
    assert gone == [], "if this is meant, `make keep` writes the list anew: read the difference"


def test_numbers_are_kept_of_nearly_every_chapter():
    assert set(LISTED) <= set(FOUND)
    assert len(LISTED) >= 14


# What a part of a number's name asks of the sentence, the row and the column, or the paragraph before it.
WORDS = {
    "rate": r"\\eta|η|rate|\blr\b|\\alpha|curves|its f", "beta": r"\\beta|β|\ba\b",
    "steps": "step|miss", "loss": "loss", "accuracy": "accura", "crossings": "cross",
    "across": "across|walk", "along": "along|walk",
    "tolerance": "loss|within|under", "momentum|heavy": r"momentum|heavy ball|best pair|memory|average|\\beta|its f",
    "gd|bare": r"gradient descent|without|plain|\\eta|κ|kappa|zigzag|valley|batch", "nesterov|ahead": "Nesterov|ahead",
    "rmsprop": "RMSProp", "adam": "Adam", "lion": "Lion", "seeds|seed": "seed|median",
    "batch": "batch|one effective|one lr|PyTorch|steps", "images": "image|digit|trains", "weights": "weight|dimension",
    "wins": "in ", "sd": "±|loss", "overshoot": "pass|overshoot|past", "peak": "rise|rose", "falling": "fall",
    "turned": "askew|turn|lie", "mean": "average|mean", "starts": "start", "memory": r"memory|\\beta|stay|agree",
    "factor": r"factor|leaves|rho|converge|best|- \\eta", "trace": "trace", "determinant": "determinant",
    "discriminant": "discriminant|determinant", "printed": r"print|plus|\$Q\$", "edge": "edge|diverg|limit|at ",
}  # fmt: skip


@pytest.mark.parametrize("page", PAGES)
def test_the_words_around_a_number_say_what_its_name_says(page):
    for quote in quotes(page):
        parts = set(quote.name.partition(".")[2].split("_"))
        for names, words in WORDS.items():
            if parts & set(names.split("|")):
                assert re.search(words, quote.around, re.IGNORECASE), f"{quote.name} in “{quote.around}”"

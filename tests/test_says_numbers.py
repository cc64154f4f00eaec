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


# Two of one kind that a sentence sets against one another: whose number it is says the name that stands nearest, or the
# method that was named last, unless one follows at once.
OPPOSITES = (
    ("along", "across"), ("lowest", "highest"), ("first", "last"), ("small", "large"), ("constant", "falling"),
    ("before", "after"),
)  # fmt: skip
METHODS = {
    "gradient descent": "gd|plain|bare", "without": "gd|plain|bare", "no memory": "gd|plain|bare",
    "momentum": "momentum|heavy", "memory": "momentum|heavy", "heavy ball": "momentum|heavy",
    "nesterov": "nesterov", "rmsprop": "rmsprop", "adam": "adam", "lion": "lion",
}  # fmt: skip
NAMED = rf"\b({'|'.join(METHODS)})\b"
# What speaks of the other one on its way to these.
TURNED = {"needed_along", "styblinski_tang_momentum_loss", "best_across"}
QUOTES = {name: [tuple(line.partition(": ")[2].split("\t")) for line in lines] for name, lines in FOUND.items()} | {
    page: [(quote.name.partition(".")[2], quote.phrase) for quote in quotes(page)] for page in PAGES
}


def method(phrase: str) -> str | None:
    """Of which method a phrase tells its number, as parts of names; None where it names none."""
    before, _, after = phrase.lower().partition(" | " if "|" in phrase else "#")
    if follows := re.match(rf"\W*(?:steps )?(?:with|of|for|by) {NAMED}", after):
        return METHODS[follows[1]]
    found = re.findall(NAMED, re.split(r"[.;]|, and ", before)[-1])
    return METHODS[found[-1]] if found else None


def nearest(phrase: str, pair: tuple[str, str]) -> str | None:
    """Which of two words stands nearer to the number of a phrase; None where neither does."""
    words = re.findall(r"[#\w]+", phrase.lower())
    away = {one: abs(place - words.index("#")) for place, one in enumerate(words) if one in pair}
    return min(away, key=away.__getitem__) if len(set(away.values())) == len(away) > 0 else None


def compared(name: str, phrase: str) -> list[tuple[str, bool]]:
    """What a phrase says that its number is, and whether the number's name says the same."""
    parts = set(re.findall(r"[a-z]+", name))
    asked = [pair for pair in OPPOSITES if len(parts & {*pair}) == 1]
    told = [(said, said in parts) for pair in asked if (said := nearest(phrase, pair))]
    known = any(parts & {*names.split("|")} for names in METHODS.values())
    return told + ([(said, bool(parts & {*said.split("|")}))] if known and (said := method(phrase)) else [])


@pytest.mark.parametrize("where", QUOTES)
def test_of_two_that_are_set_against_one_another_a_number_is_that_of_the_one_beside_it(where):
    for name, phrase in QUOTES[where]:
        told = [] if any(one in name for one in TURNED) else compared(name, phrase)
        assert all(right for _, right in told), f"{name} in “{phrase}”"


def test_most_comparisons_are_looked_at_and_a_turned_one_is_seen():
    assert sum(len(compared(*quote)) for found in QUOTES.values() for quote in found) > 150
    assert compared("n['across']", "gradient descent walks # along the valley") == [("along", False)]
    assert compared("double_well_gd_steps", "With momentum it takes # steps") == [("momentum|heavy", False)]
    assert compared("momentum_steps", "• steps with gradient descent, # with momentum") == [("momentum|heavy", True)]

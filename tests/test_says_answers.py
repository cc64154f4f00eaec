"""Cards lead where they say, the answers marked right are what runs do, and links to steps name their steps."""

from __future__ import annotations

import re

import numpy as np
import pytest

from built import PAGES, ROOT
from equations import source
from retold import RAVINE, START, records, walk


def test_a_card_leads_to_the_page_that_it_names_and_shows_a_figure_of_that_page():
    cards = re.findall(r"^:card\[([^\]]+)\]\((\S+\.md) ([\w-]+)(?:/([\w-]+))?\)", source("index.md"), re.MULTILINE)
    assert len(cards) >= 7
    nav = (ROOT / "mkdocs.yml").read_text("utf-8")
    for title, page, figure, panel in cards:
        assert re.search(rf"^\s*- {re.escape(title)}: {re.escape(page)}$", nav, re.MULTILINE), f"{title} is not {page}"
        assert f"figures/{figure}.svg" in source(page), f"{page} does not show {figure}"
        assert not panel or panel in [one["name"] for one in records()[figure]["panels"]]


def _run(beta: float) -> dict[str, float]:
    """What a run of the tuning page came to."""
    n = records()["tuning"]["numbers"]
    path = walk(
        lambda theta: RAVINE * theta, START, 3000, records()["beta-sweep"]["numbers"]["learning_rate"], beta, "average"
    )
    loss = (RAVINE * path**2).sum(axis=1) / 2
    steps = int(np.flatnonzero(loss > 0.01)[-1]) + 1 if np.isfinite(loss[-1]) else -1
    seen = path[np.abs(path[:, 0]) > 0.05, 0]  # what a reader can see of it
    passed = int((np.diff(np.sign(seen)) != 0).sum())
    return {"steps": steps, "plain": n["plain_steps"], "passes": passed, "beyond": float(path[:, 0].max())}


# What each answer to a question of the tuning page claims of the run.
CLAIMED = {
    "It explodes too.": lambda run: run["steps"] < 0,
    "It arrives, but hardly faster than gradient descent can.":
        lambda run: 0.8 * run["plain"] < run["steps"] < run["plain"],
    "It arrives about twice as fast.": lambda run: 0 < run["steps"] < 0.6 * run["plain"],
    "No, it slows down in time.": lambda run: run["passes"] == 0,
    "Yes, but only by a little.": lambda run: run["passes"] >= 1 and 0.05 < run["beyond"] < 1,
    "Yes, far, and it swings back and forth.": lambda run: run["passes"] > 1 and run["beyond"] > 1,
    "Yes, by far.": lambda run: 0 < run["steps"] < 0.5 * run["plain"],
    "It is about as fast.": lambda run: 0.8 * run["plain"] < run["steps"] < 1.2 * run["plain"],
    "No, it is slower than gradient descent.": lambda run: run["steps"] > 1.2 * run["plain"],
}  # fmt: skip


def test_the_answer_that_is_marked_right_is_what_the_run_does():
    questions = re.findall(
        r'^!!! guess "β = \[\[([\w-]+)\.beta\]\].*?(?=^!!! guess|^\*\*|\Z)', source("tuning.md"), re.M | re.S
    )
    blocks = re.split(r"^!!! guess ", source("tuning.md"), flags=re.MULTILINE)[1:]
    assert len(questions) == len(blocks) == 3
    for name, block in zip(questions, blocks, strict=True):
        run = _run(records()[name]["numbers"]["beta"])
        answers = re.findall(r"^    - \[([ x])\] (.+)$", block, re.MULTILINE)
        assert len(answers) >= 2
        for mark, answer in answers:
            assert CLAIMED[answer](run) == (mark == "x"), f"{name}: {answer} {run}"


COUNTED = {"start": 0, "one": 1, "first": 1, "two": 2, "then": 2, "third": 3, "at last": 3}


@pytest.mark.parametrize("page", PAGES)
def test_a_link_to_a_step_leads_to_the_step_that_its_words_name(page):
    text = (ROOT / "docs" / page).read_text("utf-8")
    for words, figure, step in re.findall(
        r":step\[((?:\[\[[^\]]*\]\]|[^\]])*)\]\(([\w-]+) ((?:\[\[[^\]]*\]\]|\d+))\)", text
    ):
        moments, plain_words = records()[figure]["moments"], words.lower()
        if named := re.search(r"\[\[[^\]]*\]\]|\d+", words):
            assert named[0] == step, f"{page}: {words} leads to {step}"
            continue
        count = next(number for word, number in COUNTED.items() if word in plain_words)
        if moments and "step" in plain_words:  # what a figure builds has several moments a step
            assert moments[int(step)].startswith(f"step {count}"), f"{page}: {words} leads to {moments[int(step)]}"
        else:
            assert int(step) == count, f"{page}: {words} leads to {step}"

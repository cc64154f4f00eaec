"""The line of a fault that is found while a page is rendered: the right one, also where other lines look like it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from markdown import Markdown
from mkdocs.exceptions import PluginError

from momentum.site import whole

NAMES = ["quantities", "formulas", "directives", "glossary", "cards", "figures"]
GLOSSARY = "Overshoot\n:   Going past.\n"
RECORDS = {"run": {"kind": "numbers", "numbers": {"steps": 20}, "key": "a"}}
# Lines that look like the fault and are none.
BEFORE = "One\n\nThe overshott `:foo[` and `:term[overshott]` of momentum words cost nothing.\n\nMore words.\n\n"
LINE = BEFORE.count("\n") + 1


def told(folder: Path, text: str) -> str:
    """What a build says of a page with this text."""
    (folder / "glossary.md").write_text(GLOSSARY, "utf-8")
    names = [f"momentum.authoring.{name}" for name in NAMES]
    settings: dict[str, dict[str, object]] = {
        name: {"lookup": RECORDS.__getitem__} for name in names if not name.endswith(("formulas", "glossary"))
    }
    settings["momentum.authoring.glossary"] = {"source": str(folder / "glossary.md")}
    page = Markdown(extensions=names, extension_configs=settings)
    with pytest.raises(PluginError) as error:
        whole.guarded("a.md", BEFORE + text, lambda: page.convert(BEFORE + text), lambda: "")()
    return str(error.value)


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("A :foo[words] mark.", 0, "There is no mark :foo"),
        ("A :momentum[words\nthat go on.", 0, ":momentum[ has no closing bracket"),
        ("Costs $5 and [[=0.9]].", 0, "Costs $5 and …."),
        ("It says\n\n$$\n\\alpha = [[=0.9]] \\\\\n\\fract{1}{2} + \\text{more of it}\n$$\n", 4, r"\fract"),
        ("At $\\alpha = [[run.steps]]\\,\\fract{1}{2}$ it ends.", 0, r"\fract"),
        ("Mind the :term[overshott].", 0, "no term 'overshott'"),
        ("Mind the :term[past [[=0.9]]](overshott).", 0, "no term 'overshott'"),
        ("At :step[step [[run.steps]]](gone 3).", 0, "not on this page"),
        ("A :momentum[ ] chip.", 0, "A chip needs words"),
        (":card[A title](one.md run) why it is so", 0, "'run' is a set of numbers, not a figure"),
        (":card[A title](one.md) why it is so", 0, "A card must be"),
    ],
)
def test_a_fault_is_told_with_its_own_line(tmp_path: Path, text: str, line: int, said: str) -> None:
    found = told(tmp_path, text)
    assert found.startswith(f"a.md:{LINE + line}: ")
    assert said in found
    assert not re.search("[\x00-\x09\x0b-\x1f]", found)

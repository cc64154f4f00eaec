"""What people get wrong stops the build, and the message says where and why: each fault is made on purpose here."""

from __future__ import annotations

from pathlib import Path

import pytest

from copied import HEAD, build
from served import served

BROKEN = 'raise RuntimeError("the ravine is flat")\n'
MUTE = """
from dataclasses import replace
from momentum.chapters.home import ravine_duel
FIGURE = replace(ravine_duel.FIGURE, alt=" ")
"""


def test_the_small_site_is_right_before_it_is_broken(small: Path) -> None:
    with (small / "docs/index.md").open("a", encoding="utf-8") as page:
        page.write("![](figures/ravine-duel.svg)\n\nA rate of $\\beta = [[=0.9]]$, and :term[overshoot].\n")
    result = build(small)
    assert result.returncode == 0, result.stdout + result.stderr


@pytest.mark.parametrize(
    ("line", "said"),
    [
        pytest.param("It is [[ravine-duel.gone] here.", ["index.md:8:", "[[ravine-duel.gone]"], id="open number"),
        pytest.param("A loss of 0,25 here.", ["index.md:8:", "0,25", "neither computed nor given"], id="comma"),
        pytest.param("## Parts\n\n## Parts", ["index.md:10:", "Parts", "line 8"], id="two headings"),
        pytest.param('??? deeper "Why?"\n', ["index.md:8:", "Nothing is indented"], id="empty fold"),
        pytest.param('<script src="https://x.example/a.js"></script>', ["index.md:8:", "x.example"], id="script"),
        pytest.param("[a](javascript:alert)", ["index.md:8:", "runs nothing"], id="link that runs"),
        pytest.param("[a page](gone.md)", ["index.md", "gone.md", "not found"], id="broken link"),
        pytest.param("[a part](glossary.md#gone)", ["index.md", "#gone", "anchor"], id="broken anchor"),
        pytest.param("[a part](#gone)", ["index.md", "#gone", "anchor"], id="broken anchor of the page"),
        pytest.param("![A mark](assets/gone.png)", ["index.md", "assets/gone.png", "not found"], id="missing image"),
        pytest.param(
            "![](assets/touch-icon.png)", ["index.md", "touch-icon.png", "alternative text"], id="missing alt"
        ),
        pytest.param('<img src="assets/touch-icon.png">', ["index.md", "alternative text"], id="no alt text in HTML"),
        pytest.param("Then $\\frac{1}{$ holds.", ["index.md:8:", r"\frac{1}{"], id="bad formula"),
        pytest.param("Then $\\fract{1}{2}$ holds.", ["index.md", r"\fract"], id="unknown command"),
        pytest.param(
            "![](figures/ravine-dual.svg)", ["index.md:8:", "ravine-dual", "ravine-duel"], id="unknown figure"
        ),
        pytest.param("After [[ravine-duel.nothing]] steps.", ["index.md", "nothing"], id="number nobody computes"),
        pytest.param("After [[gone.steps]] steps.", ["index.md", "gone"], id="unknown source of numbers"),
        pytest.param("A loss of 0.25 is reached.", ["index.md:8:", "0.25", "neither computed nor given"], id="bare"),
        pytest.param("Mind the :term[overshot].", ["index.md:8:", "overshot"], id="unknown term"),
        pytest.param('```\n--8<-- "src/momentum/gone.py"\n```', ["index.md:9:", "gone.py"], id="missing snippet"),
        pytest.param(
            '```\n--8<-- "src/momentum/engine/optimizers.py:gone"\n```',
            ["index.md", "gone"],
            id="missing section of a snippet",
        ),
    ],
)
def test_a_fault_on_a_page_stops_the_build(small: Path, line: str, said: list[str]) -> None:
    (small / "docs/index.md").write_text(f"{HEAD}{line}\n", "utf-8")
    result = build(small)
    output = result.stdout + result.stderr
    assert result.returncode != 0, output
    assert "Traceback" not in output
    for words in said:
        assert words in output


@pytest.mark.parametrize(
    ("name", "source", "said"),
    [
        ("broken", BROKEN, ["broken", "RuntimeError", "the ravine is flat", "chapters/home/broken.py:"]),
        ("mute", MUTE, ["mute", "alternative text"]),
        ("loud", MUTE.replace('alt=" "', 'caption="<script>go()</script>"'), ["loud", "caption", "<script>"]),
        ("bare", MUTE.replace('alt=" "', 'title="With $x$"'), ["bare", "title", "it holds $"]),
    ],
)
def test_a_fault_in_a_figure_stops_the_build(small: Path, name: str, source: str, said: list[str]) -> None:
    (small / f"src/momentum/chapters/home/{name}.py").write_text(source, "utf-8")
    (small / "docs/index.md").write_text(f"{HEAD}![](figures/{name}.svg)\n", "utf-8")
    result = build(small)
    output = result.stdout + result.stderr
    assert result.returncode != 0, output
    for words in said:
        assert words in output


def test_a_page_that_is_not_utf_8_stops_the_build_with_its_line(small: Path) -> None:
    (small / "docs/index.md").write_bytes(HEAD.encode() + b"A na\xefve page.\n")
    result = build(small)
    output = result.stdout + result.stderr
    assert result.returncode != 0
    assert "index.md:8: A page must be text in UTF-8" in output
    assert "Traceback" not in output


def test_a_page_outside_the_navigation_stops_the_build(small: Path) -> None:
    (small / "docs/lost.md").write_text(HEAD, "utf-8")
    result = build(small)
    assert result.returncode != 0
    assert "lost.md" in result.stdout + result.stderr


def test_a_server_of_the_site_comes_back_after_a_fault_in_the_engine(small: Path) -> None:
    (small / "docs/index.md").write_text(f"{HEAD}![](figures/ravine-duel.svg)\n", "utf-8")
    rules = small / "src/momentum/engine/rules.py"
    right = rules.read_text("utf-8")
    with served(small) as server:
        # The last is what a build sees of a file that is just being saved.
        for number, wrong in enumerate([f"{right}\nraise RuntimeError('flat')\n", f"{right}\ndef broken(:\n", ""], 1):
            rules.write_text(wrong, "utf-8")
            server.wait("An error happened during the rebuild", number)
        rules.write_text(right, "utf-8")
        server.wait("Reloading browsers")

"""What people get wrong stops the build, and the message says where and why: each fault is made on purpose here."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from subprocess import CompletedProcess

import pytest

import copied
import warm
from copied import HEAD, build, environment
from served import served

FIRST = HEAD.count("\n") + 1  # the line of a page's first words
Build = Callable[[str], CompletedProcess[str]]


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project with one figure and two pages; a test leaves it as it was, but for the first page."""
    return copied.small(tmp_path_factory.mktemp("project"))


@pytest.fixture
def built(project: Path) -> Build:
    """Builds the site with these words on its first page."""

    def made(words: str) -> CompletedProcess[str]:
        (project / "docs/index.md").write_text(f"{HEAD}{words}\n", "utf-8")
        return build(project)

    return made


def test_the_small_site_is_right_before_it_is_broken(built: Build) -> None:
    result = built("![](figures/ravine-duel.svg)\n\nA rate of $\\beta = [[=0.9]]$, and :term[overshoot].")
    assert result.returncode == 0, result.stdout + result.stderr


def stopped(result: CompletedProcess[str]) -> str:
    """What a build says that was stopped by a fault."""
    output = result.stdout + result.stderr
    assert result.returncode != 0, output
    assert "Traceback" not in output
    return output


# Each of these is told together with the others of its kind. {} stands for its line.
IN_THE_SOURCE = {
    "A loss of 0,25 here.": ["index.md:{}:", "0,25", "neither computed nor given"],
    f"## Parts\n\nOf line {FIRST + 2}.\n\n## Parts": ["index.md:{}:", "Parts", f"line {FIRST + 2}"],
    '??? deeper "Why?"': ["index.md:{}:", "Nothing is indented"],
}
IN_WHAT_IT_BECOMES = {
    "It is [[ravine-duel.gone] here.": ["index.md:{}:", "[[ravine-duel.gone]"],
    '<script src="https://x.example/a.js"></script>': ["index.md:{}:", "x.example"],
    "[a](javascript:alert)": ["index.md:{}:", "runs nothing"],
}
IN_ITS_LINKS = {
    "[a page](gone.md)": ["WARNING", "index.md", "gone.md", "not found"],
    "[a part](glossary.md#gone)": ["WARNING", "index.md", "glossary.md", "#gone", "anchor"],
    "[a part](#gone)": ["WARNING", "index.md", "'#gone'", "anchor"],
    "![A mark](assets/gone.png)": ["WARNING", "index.md", "assets/gone.png", "not found"],
}
TOGETHER = [IN_THE_SOURCE, IN_WHAT_IT_BECOMES, IN_ITS_LINKS]


@pytest.mark.parametrize("faults", TOGETHER, ids=["in the source", "in what it becomes", "in its links"])
def test_faults_on_a_page_stop_the_build_and_each_is_told(built: Build, faults: dict[str, list[str]]) -> None:
    output = stopped(built("\n\n".join(faults)))
    line = FIRST
    for fault, said in faults.items():
        line += fault.count("\n")
        assert any(all(words.format(line) in told for words in said) for told in output.splitlines()), (fault, output)
        line += 2
    # Of warnings each has to be one for the build to stop at it.
    assert faults is not IN_ITS_LINKS or f"Aborted with {len(faults)} warnings in strict mode!" in output


@pytest.mark.parametrize(
    ("line", "said"),
    [
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
def test_a_fault_on_a_page_stops_the_build(built: Build, line: str, said: list[str]) -> None:
    output = stopped(built(line))
    for words in said:
        assert words in output


def other(change: str) -> str:
    """A module that draws the duel with something else."""
    taken = "from dataclasses import replace\nfrom momentum.chapters.home import ravine_duel\n"
    return f"{taken}FIGURE = replace(ravine_duel.FIGURE, {change})\n"


FIGURES = {
    "broken": ('raise RuntimeError("the ravine is flat")\n',
               ["broken", "RuntimeError", "the ravine is flat", "chapters/home/broken.py:1)"]),
    "deep": ("def flat():\n    raise RuntimeError('it is flat')\n\ndef steep():\n    flat()\n\nsteep()\n",
             ["deep", "it is flat", "chapters/home/deep.py:2)"]),
    "mute": (other('alt=" "'), ["mute", "alternative text"]),
    "loud": (other('caption="<script>go()</script>"'), ["loud", "caption", "<script>"]),
    "bare": (other('title="With $x$"'), ["bare", "title", "it holds $"]),
}  # fmt: skip
EACH = f"""from momentum.build import build
from momentum.build.fault import FigureError
for name in {list(FIGURES)}:
    try:
        build.build([name])
    except FigureError as error:
        print(error)
"""


@pytest.fixture
def faulty(project: Path) -> Iterator[Callable[[str], None]]:
    """Adds a figure of FIGURES to the project."""
    files = {name: project / f"src/momentum/chapters/home/{name}.py" for name in FIGURES}

    def add(name: str) -> None:
        files[name].write_text(FIGURES[name][0], "utf-8")

    yield add
    for file in files.values():
        file.unlink(missing_ok=True)


def test_a_fault_in_a_figure_stops_the_build(built: Build, faulty: Callable[[str], None]) -> None:
    faulty("broken")
    output = stopped(built("![](figures/broken.svg)"))
    for words in FIGURES["broken"][1]:
        assert words in output


def test_a_fault_in_a_figure_is_told_in_a_line(project: Path, faulty: Callable[[str], None]) -> None:
    for name in FIGURES:
        faulty(name)
    result = warm.run(["-c", EACH], cwd=project, env=environment(project))
    told = result.stdout.splitlines()
    assert len(told) == len(FIGURES), result.stdout + result.stderr
    for line, (_, said) in zip(told, FIGURES.values(), strict=True):
        for words in said:
            assert words in line


def test_a_page_that_is_not_utf_8_stops_the_build_with_its_line(project: Path) -> None:
    (project / "docs/index.md").write_bytes(HEAD.encode() + b"A na\xefve page.\n")
    assert "index.md:8: A page must be text in UTF-8" in stopped(build(project))


def test_a_page_outside_the_navigation_stops_the_build(project: Path, built: Build) -> None:
    lost = project / "docs/lost.md"
    lost.write_text(HEAD, "utf-8")
    try:
        assert "lost.md" in stopped(built("Some words."))
    finally:
        lost.unlink()


def test_a_server_of_the_site_comes_back_after_a_fault_in_the_engine(project: Path) -> None:
    (project / "docs/index.md").write_text(f"{HEAD}![](figures/ravine-duel.svg)\n", "utf-8")
    rules = project / "src/momentum/engine/rules.py"
    right = rules.read_text("utf-8")
    with served(project) as server:
        # The last is what a build sees of a file that is just being saved.
        for number, wrong in enumerate([f"{right}\nraise RuntimeError('flat')\n", f"{right}\ndef broken(:\n", ""], 1):
            rules.write_text(wrong, "utf-8")
            server.wait("An error happened during the rebuild", number)
        rules.write_text(right, "utf-8")
        server.wait("Reloading browsers")

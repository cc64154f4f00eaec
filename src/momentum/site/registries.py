"""Lists that pages have of registries: a line `<!-- registry: losses -->` in a page's source becomes the list."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

from momentum.build.catalogue import slug
from momentum.engine.conventions import CONVENTIONS
from momentum.engine.losses import LOSSES, Loss
from momentum.engine.methods import METHODS, Knob
from momentum.site.formula import equation
from momentum.site.marks import given
from momentum.site.titles import title
from momentum.store import pinned

PLACE = re.compile(r"^<!-- registry: (?P<name>[\w-]+) -->$", re.M)
LOSSES_PAGE = "losses.md"
List = Callable[[], str]


class PlaceError(ValueError):
    """A page asks for a list that there is not; the message names page and list."""


def table(head: tuple[str, ...], rows: Iterator[tuple[str, ...]]) -> str:
    """A Markdown table."""
    lines = [head, ("---",) * len(head), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def losses() -> str:
    """Every loss, with a link to its section on the page of losses."""
    return table(
        ("`LOSSES`", "what it is like"),
        ((f"[`{name}`]({LOSSES_PAGE}#{slug(name)})", loss.about) for name, loss in LOSSES.items()),
    )


def loss_sections() -> str:
    """A section for every loss: what it is like, its formula, and where it is lowest."""
    return "\n\n".join(map(_section, LOSSES.values()))


def _section(loss: Loss) -> str:
    heading = f"## {title(loss.name)} {{#{slug(loss.name)}}}"
    credit = f" First published: {loss.source}." if loss.source else ""
    formula = given(equation("f(x, y)", loss.expression))
    lowest = " and ".join(f"$({_coordinate(x)}, {_coordinate(y)})$" for x, y in loss.minimizers)
    place = f"The minimum in view is ${_coordinate(loss.minimum)}$, at {lowest}."
    return (
        f"{heading}\n\n{loss.about}{credit}\n\n$$\n{formula}\n$$\n\n{place}\n\n![](figures/loss-{slug(loss.name)}.svg)"
    )


def _coordinate(value: float) -> str:
    """A number in TeX, to four digits."""
    return given(f"{round(value, 4) + 0.0:.6g}")


def methods() -> str:
    """Every method with its step, its settings and who published it."""
    return table(
        ("`METHODS`", "one step, with the gradient `g`", "settings and defaults", "source"),
        (
            (
                f":{method.chip}[{method.label}]: `{name}`",
                "<br>".join(f"`{line}`" for line in method.lines),
                "<br>".join(map(_setting, method.settings)),
                method.source,
            )
            for name, method in METHODS.items()
        ),
    )


def _setting(knob: Knob) -> str:
    return f"`{knob.name}={knob.default:g}`"


def conventions() -> str:
    """Every convention with its lines and who published it."""
    return table(
        ("`CONVENTIONS`", "one step, with the gradient `g`", "source"),
        (
            (f"`{name}`", "<br>".join(f"`{line}`" for line in convention.lines), convention.source)
            for name, convention in CONVENTIONS.items()
        ),
    )


LISTS: dict[str, List] = {
    "losses": losses,
    "loss-sections": loss_sections,
    "methods": methods,
    "conventions": conventions,
}


def filled(text: str, lists: dict[str, List], page: str) -> str:
    """A page's source with every list in its place; `PlaceError` for one that nobody makes."""

    def made(place: re.Match[str]) -> str:
        if place["name"] not in lists:
            raise PlaceError(f"{page}: a list must be one of {', '.join(lists)}; got {place['name']!r}.")
        return lists[place["name"]]()

    return PLACE.sub(made, text)


def pages(docs: Path, lists: dict[str, List]) -> Iterator[tuple[str, str]]:
    """(page, source) of every page below `docs` that has a place for a list, with all its lists."""
    for path in pinned.files(docs.rglob("*.md")):
        text = path.read_text("utf-8")
        if PLACE.search(text):
            page = path.relative_to(docs).as_posix()
            yield page, filled(text, lists, page)

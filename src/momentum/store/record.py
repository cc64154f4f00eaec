"""What the record of a thing in the store says: its files and numbers, and what a page needs of a figure."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal, TypedDict

Kind = Literal["figure", "numbers", "data"]
Number = int | float | str


class Readout(TypedDict):
    """A run's value at every step, ready to print."""

    name: str
    role: str
    unit: str
    values: list[str]


class Panel(TypedDict):
    """One picture of a figure, as an SVG element whose identifiers begin with the figure's name."""

    name: str
    label: str
    span: str
    looks: str
    svg: str


class Event(TypedDict):
    """Something that happens at a step, such as a run's arrival: a mark on the slider, and words for listeners."""

    tick: int
    text: str
    role: str


class Table(TypedDict):
    """The main steps of a figure in words and numbers."""

    head: list[str]
    rows: list[list[str]]


class Wheel(TypedDict):
    """What the explorer begins with in a figure's place: a state as the browser has it, and what its map shows."""

    state: dict[str, Any]
    view: list[list[float]]


class Made(TypedDict):
    """What a worker hands back besides the files."""

    name: str
    kind: Kind


class Data(Made, total=False):
    """Something else that was made: what it is, as JSON has it, and name -> key of the records that it was made of."""

    value: Any
    reads: dict[str, str]


class Numbers(Data, total=False):
    """A set of numbers that pages quote; each is finite."""

    numbers: dict[str, Number]


class Figure(Numbers, total=False):
    """A figure: its texts, its clock, and its panels; `times` are the seconds at which steps are reached.

    `moments` are names for the steps, where a number would say little.
    """

    title: str
    caption: str
    alt: str
    steps: int
    seconds: float
    tick: str
    times: list[float]
    moments: list[str]
    events: list[Event]
    wide: bool
    panels: list[Panel]
    readouts: list[Readout]
    table: Table | None
    command: str
    citation: str
    wheel: Wheel | None


class Record(Figure, total=False):
    """What the store keeps: the above, a checksum of every file, and the key of the entry."""

    files: dict[str, str]
    key: str


Lookup = Callable[[str], Record]

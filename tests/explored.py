"""What the explorer shows in a browser, taken from its page, and what the engine says should stand there."""

from __future__ import annotations

import json
import re
from functools import cache
from typing import Any, NamedTuple

import numpy as np

from momentum import LOSSES, METHODS, Loss, Method, Trajectory, descend, ravine
from momentum.chapters import _explorer
from momentum.site.explorer import DATA
from momentum.store import keys, store

# What an address may not ask for, whose text is never to become markup.
WISHES = ("loss=%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E", "kappa=-1", "steps=9e9", "a=__proto__")
HIGH = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")
SEEN = """() => {
  const all = (name) => [...document.querySelectorAll(('momentum-explorer ' + name).trim())];
  const one = (name) => all(name)[0];
  const path = (one) => one?.getAttribute('d') ?? '';
  const words = (name) => all(name).map((text) => [text.textContent, +text.getAttribute('x'), +text.getAttribute('y')]);
  const box = (name) => { const { width, height } = one(name).getBoundingClientRect(); return [width, height]; };
  const group = (one) => ({ role: one.style.getPropertyValue('--c'),
    ...Object.fromEntries([...one.children].map((part) => [part.getAttribute('class').slice(3), path(part)])) });
  const round = (name) => all(name).map((shape) => ['cx', 'cy', 'rx', 'ry'].map((name) => +shape.getAttribute(name)));
  const faded = (one) => [...one.children].map((part) => [+part.getAttribute('stroke-opacity'), path(part)]);
  const canvas = one('.mx-rates canvas'), ground = one('.mx-terrain').viewBox.baseVal;
  return {
    state: one('').state,
    plane: { size: box('.mx-plane'), runs: all('.mx-plane g.mx-run').map(group), names: words('.mx-plane .mx-label'),
      minima: round('.mx-plane .mx-minimum'), finish: round('.mx-plane .mx-finish'),
      rings: round('.mx-terrain ellipse'), ground: [ground.width, ground.height],
      start: one('.mx-start').style.translate, memory: all('.mx-plane .mx-memory').map(faded) },
    losses: { runs: all('.mx-losses g.mx-run').map(group), ticks: words('.mx-losses .mx-tick'),
      clock: path(one('.mx-clock')), finish: all('.mx-losses .mx-finish').map(path) },
    bars: { met: all('.mx-bars .mx-met').map(path), used: all('.mx-bars .mx-used').map(path),
      names: words('.mx-bars .mx-tick') },
    rates: { ticks: words('.mx-rates .mx-tick'), notes: words('.mx-rates .mx-note'),
      best: round('.mx-rates .mx-minimum'), cross: path(one('.mx-cross')), critical: path(one('.mx-critical')),
      place: ['left', 'top', 'width', 'height'].map((name) => parseFloat(canvas.style[name])),
      wide: canvas.width, high: canvas.height,
      shown: !one('.mx-rates').classList.contains('mx-away'), note: one('.mx-aside').textContent },
    table: all('.mx-table tr:not([hidden])').map((row) => [...row.cells].map((cell) => cell.textContent)),
    heads: all('.mx-table th[scope=col]').map((one) => one.style.color),
    converted: all('.mx-aside').at(-1).textContent, lesson: one('.mx-lesson').textContent,
    clock: one('.mx-step').textContent, slider: one('.mx-clockwork input').value,
  };
}"""


class Told(NamedTuple):
    """A run of a state as the engine walks it."""

    method: Method
    values: dict[str, float]
    run: Trajectory


@cache
def data() -> bytes:
    """What the explorer reads, as the store keeps it for the site."""
    key = keys.key(_explorer.__name__, salt="explorer")
    return store.file(store.kept(key, "explorer", lambda: {DATA: _explorer.model()}), DATA)


@cache
def model() -> dict[str, Any]:
    return dict(json.loads(data()))


def loss_of(state: dict[str, Any]) -> Loss:
    return ravine(state["condition"]) if state["condition"] is not None else LOSSES[state["loss"]]


def told(state: dict[str, Any]) -> list[Told]:
    """The runs of a state, to the horizon of the table."""
    methods = [(METHODS[one["method"]], one["values"]) for one in state["runs"]]
    horizon = model()["limits"]["horizon"]
    return [Told(method, values, walked(state, method, values, horizon)) for method, values in methods]


def walked(state: dict[str, Any], method: Method, values: dict[str, float], steps: int) -> Trajectory:
    """A run of a state over some steps."""
    return descend(loss_of(state), method.make(**values), state["start"], steps)


def bars(path: str) -> np.ndarray:
    """The heights of a row of bars, upwards negative."""
    return np.array(re.findall(r"v(-?[\d.]+)", path), dtype=float)


def power(text: str) -> int:
    """The exponent of a power of ten."""
    return int(text.removeprefix("10").translate(HIGH))


def points(path: str) -> np.ndarray:
    """The corners (n, 2) of a path of straight lines."""
    return np.array(re.findall(r"(-?[\d.]+)[ ,](-?[\d.]+)", path), dtype=float)


def numbers(text: str) -> list[float]:
    return [float(one) for one in re.findall(r"-?\d+(?:\.\d+)?", text.replace("−", "-"))]


def size(printed: str) -> float:
    """A number as the explorer prints it."""
    found = re.fullmatch(r"(-?)([\d.]*?)(?: × )?(10[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)?", printed.replace("−", "-").replace("\u202f", ""))
    assert found is not None, printed
    sign, mantissa, exponent = found.groups()
    return float(f"{sign}{mantissa or 1}") * (10.0 ** power(exponent) if exponent else 1)

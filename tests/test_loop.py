"""There is one loop of descent, and it is the one that the reference shows."""

from __future__ import annotations

import inspect
import re
import sys
from collections.abc import Callable
from textwrap import dedent, indent
from typing import Any

import numpy as np
import pytest

from built import ROOT
from momentum import METHODS, Function, Momentum, Noisy, Trajectory, descend, ravine
from momentum.engine.loop import downhill
from momentum.study.race import RaceTask, steps_to
from momentum.study.training import Task, train

START, STEPS = (-9.0, 1.0), 6
RATES = np.array([0.01, 0.03])
OWN = Function(ravine().value, ravine().gradient)
SETTINGS = ((0.0, 0.3), (0.9, 0.3))
WAYS: dict[str, Callable[[], Any]] = {
    "an objective of one's own": lambda: descend(OWN, Momentum(0.03, 0.9), START, STEPS),
    "a noisy one": lambda: descend(Noisy(ravine(), 0.1, np.random.default_rng(0)), Momentum(0.03), START, STEPS),
    "a run alone": lambda: descend(ravine(), Momentum(0.03, 0.9), START, STEPS),
    "a batch": lambda: descend(ravine(), Momentum(RATES, 0.9), START, STEPS),
    "a batch of which little is kept": lambda: descend(ravine(), Momentum(RATES, 0.9), START, STEPS, record="last"),
    "a batch that diverges": lambda: descend(ravine(), Momentum(1e80 * RATES), START, STEPS, record="loss"),
    "a full batch of the study": lambda: train(Task(SETTINGS, (0,), ((2,),))),
    "minibatches of the study": lambda: train(Task(SETTINGS, (0,), ((2,),), batch_size=32)),
    "a race of the study": lambda: steps_to(RaceTask(SETTINGS, (0,), 905, 2.0)),
    "a race of the study on minibatches": lambda: steps_to(RaceTask(SETTINGS, (0,), 64, 1.0, tuning=True)),
}
every_way = pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)


class BrokenError(Exception):
    """What the broken loop raises."""


def broken(theta: Any, state: Any, slope: Any, step: Any, steps: int) -> Any:
    raise __import__("test_loop").BrokenError
    yield


@every_way
def test_every_way_down_is_broken_where_the_loop_is(way: Callable[[], Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(downhill, "__code__", broken.__code__)
    with pytest.raises(BrokenError):
        way()


def within_the_loop() -> bool:
    """Whether the loop is among those who wait for the caller."""
    frame = sys._getframe()
    while frame is not None and frame.f_code is not downhill.__code__:
        frame = frame.f_back
    return frame is not None


@every_way
def test_no_step_is_taken_elsewhere(way: Callable[[], Any], monkeypatch: pytest.MonkeyPatch) -> None:
    taken = []
    for name in ("step", "advance"):
        whole = getattr(Momentum, name)

        def watched(*given: Any, whole: Any = whole) -> Any:
            taken.append(within_the_loop())
            return whole(*given)

        monkeypatch.setattr(Momentum, name, watched)
    found = way()
    if isinstance(found, Trajectory):
        assert found.velocity is None or np.isfinite(found.velocity).all()
    assert len(taken) >= 2
    assert all(taken)


def shown() -> str:
    """The lines that the reference shows, without their markers."""
    page = (ROOT / "docs" / "reference.md").read_text("utf-8")
    (file,) = re.findall(r'--8<-- "(.*):descend-loop"', page)
    source = (ROOT / file).read_text("utf-8")
    assert (ROOT / file).samefile(inspect.getfile(downhill))
    return dedent(re.search(r"\[start:descend-loop\]\n(.*\n) *# .*\[end:descend-loop\]", source, re.DOTALL)[1])


@pytest.mark.parametrize("method", METHODS)
def test_the_lines_that_are_shown_give_the_run(method: str) -> None:
    rule, start = METHODS[method].make(), np.array(START)
    given = {"theta": start, "state": rule.init(start), "slope": ravine().gradient, "step": rule.step, "steps": STEPS}
    code = f"def lines({', '.join(given)}):\n{indent(shown(), '    ')}"
    names: dict[str, Any] = {}
    exec(code, names)
    path = [theta for theta, _ in names["lines"](**given)]
    # Powers of plain numbers and of arrays may differ in the last digit.
    np.testing.assert_allclose(descend(ravine(), rule, START, STEPS).theta, path, rtol=1e-14)


def test_a_step_waits_until_it_is_asked_for() -> None:
    asked: list[float] = []

    def slope(theta: float) -> float:
        asked.append(theta)
        return 2 * theta

    moments = downhill(4.0, 0, slope, lambda theta, state, gradient: (theta - gradient / 4, state + 1), 9)
    assert next(moments) == (4.0, 0)
    assert asked == []
    assert [next(moments), next(moments)] == [(2.0, 1), (1.0, 2)]
    assert asked == [4.0, 2.0]
    assert len(list(moments)) == 7

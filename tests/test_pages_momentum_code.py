"""The Momentum page's rule as code: the one by hand, PyTorch's and its traps, and the one to try."""

from __future__ import annotations

import pathlib
import re
from textwrap import dedent

import numpy as np
import pytest

from built import ROOT
from momentum import Momentum, UndampedStart, descend, ravine
from momentum.chapters import _by_hand
from momentum.chapters.momentum import numbers as averaging
from prose import said
from walked import BETA, CURVATURE, EXACT, RATE, START, Path, loss, steps_until, walk

NAME = "momentum.md"
PAGE = ROOT / "docs" / NAME


def test_the_rule_as_the_page_writes_it_ends_where_the_engine_does() -> None:
    by_hand = _by_hand.momentum(ravine(25).gradient, START, RATE, BETA, 40)
    assert by_hand == pytest.approx(np.array(walk(RATE, BETA, 40)[-1]), abs=EXACT)
    engine = descend(ravine(25), Momentum(RATE, BETA, dampening=BETA), START, 40).theta[-1]
    assert by_hand.tolist() == engine.tolist()


def torch_sgd(lr: float, momentum: float, dampening: float, steps: int) -> Path:
    """PyTorch's SGD as its documentation states the algorithm: the first buffer is the gradient itself."""
    point, buffer, path = list(START), None, [START]
    for _ in range(steps):
        slope = [curve * place for curve, place in zip(CURVATURE, point, strict=True)]
        if buffer is None:
            buffer = slope
        else:
            buffer = [momentum * b + (1 - dampening) * g for b, g in zip(buffer, slope, strict=True)]
        point = [place - lr * b for place, b in zip(point, buffer, strict=True)]
        path.append((point[0], point[1]))
    return path


def stays(path: Path) -> int:
    """The step from which the loss stays at most 0.01."""
    return max(k for k, point in enumerate(path) if loss(point) > 0.01) + 1


def test_pytorchs_line_on_the_page_retraces_the_run(site_dir: pathlib.Path) -> None:
    text = said(site_dir, NAME)
    line = re.search(r"SGD\( model\.parameters\(\), lr=([\d.]+) \* \(1 - ([\d.]+)\), momentum=([\d.]+), \)", text)
    assert line, "the page shows PyTorch's line"
    rate, share, beta = map(float, line.groups())
    assert (rate, share, beta) == (RATE, BETA, BETA)
    path = torch_sgd(rate * (1 - share), beta, 0.0, 60)
    assert np.array(path) == pytest.approx(np.array(walk(RATE, BETA, 60)), abs=EXACT)


def test_the_traps_of_pytorch_take_as_many_steps_as_the_page_says(site_dir: pathlib.Path) -> None:
    text, numbers = said(site_dir, NAME), averaging.numbers()
    trap, undamped = torch_sgd(RATE, BETA, 0.0, 400), torch_sgd(RATE, BETA, BETA, 400)
    assert f"With lr=0.133, momentum=0.7 our run takes {stays(trap)} steps instead of 20." in text
    assert stays(walk(RATE, BETA, 400)) == 20
    assert f"and with that our run takes {stays(undamped)}." in text
    assert numbers["undamped_across"] == pytest.approx(1 - 25 * RATE, abs=EXACT)
    engine = descend(ravine(25), UndampedStart(RATE, BETA, dampening=BETA), START, 60).theta
    assert np.array(undamped[:61]) == pytest.approx(engine, abs=EXACT)
    assert f"{1 / (1 - BETA):.3g} times here, 10 times with β=0.9" in text.replace("β = ", "β=")


def test_too_heavy_a_ball_runs_past_the_minimum_as_far_as_the_page_says(site_dir: pathlib.Path) -> None:
    path = walk(RATE, 0.9, 400)
    said_so = f"runs {max(x for x, _ in path):.3g} past the minimum, and needs {stays(path)} steps"
    assert said_so in said(site_dir, NAME)


def test_the_code_to_try_shows_that_more_memory_is_slower_here(capsys: pytest.CaptureFixture[str]) -> None:
    (code,) = re.findall(r"```python\n( *from .*?)```", PAGE.read_text("utf-8"), re.DOTALL)
    for beta in ("0.8", "0.7"):
        exec(compile(dedent(code).replace("beta = 0.8", f"beta = {beta}"), NAME, "exec"), {})
    more, less = map(int, capsys.readouterr().out.split())
    assert (more, less) == (steps_until(walk(RATE, 0.8, 400)), steps_until(walk(RATE, 0.7, 400)))
    assert more > less

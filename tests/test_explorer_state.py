"""Addresses, scripts, words and wheels of the explorer, from the browser's own modules in Node."""

from __future__ import annotations

import contextlib
import io
import json
from pathlib import Path

import numpy as np
import pytest

import explored
from momentum import LOSSES, METHODS, crossings, descend, distance_along_and_across, overshoot, ravine
from momentum.build import catalogue
from momentum.build.draft import defined
from momentum.chapters._presets import presets
from momentum.rendering.scene import Panel, Run
from momentum.store.rounding import show
from node import run_tests

HORIZON, TOLERANCE = 1000, 0.01
# Each address, and how many of its wishes are refused. The text of an address never becomes markup.
HOSTILE = [
    ("", 0), ("?utm_source=x&h=beta", 0), ("?loss=%3Cscript%3Ealert(1)%3C/script%3E", 1), ("?loss=constructor", 1),
    ("?loss=__proto__", 1), ("?preset=hasOwnProperty", 1), ("?kappa=1e9", 1), ("?kappa=NaN", 1), ("?kappa=", 1),
    ("?kappa=Infinity", 1), ("?a=sgd", 1), ("?a.learning_rate=-1", 1), ("?b.beta=1", 1), ("?b.beta=0x", 1),
    ("?steps=1e6", 1), ("?steps=2.5", 1), ("?step=-1", 1), ("?step=61", 1), ("?start=1", 1), ("?start=1,2,3", 1),
    ("?start=1e99,0", 1), ("?start=NaN,NaN", 1), ("?start=%00,%00", 1), ("?noise=1e9", 1), ("?seed=0.5", 1),
    ("?direction=up", 1), ("?keep=all", 1), ("?tolerance=0", 1), ("?%F0%9F%92%A5=%F0%9F%92%A5", 0),
    *((f"?{wish}", 1) for wish in explored.WISHES), ("?loss=" + "A" * 5000, 1), ("?loss=x&kappa=y&steps=z&a=w", 4),
]  # fmt: skip


def within(panel: Panel, points: np.ndarray) -> list[list[float]]:
    """A run (steps + 1, 2) up to where it leaves its panel: a figure may let it rest there."""
    outside = np.abs(points[:, 1] - np.mean(panel.ylim)) > np.ptp(panel.ylim) / 2
    return points[: int(outside.argmax()) + 1 if outside.any() else len(points)].tolist()


def wheels() -> dict[str, dict]:
    """Every figure whose wheel readers may take: its state, and the runs that its first panel draws."""
    found = {}
    for name in catalogue.names("figure"):
        figure = defined(name, catalogue.module(name))
        if figure.wheel:
            maps = [panel for panel in figure.draw().panels if panel.rounded]
            drawn = [(panel, mark) for panel in maps for mark in panel.marks if isinstance(mark, Run)]
            runs = [{"role": run.role, "points": within(panel, np.asarray(run.points))} for panel, run in drawn]
            found[name] = {"state": figure.wheel(), "runs": runs}
    return found


def said() -> list[dict]:
    """What the engine says of the presets in the ravine, on the explorer's horizon."""
    rows = []
    for name, preset in presets().items():
        if preset.state["loss"] != "ravine":
            continue
        loss = ravine(preset.state["condition"])
        for at, run in enumerate(preset.state["runs"]):
            rule = METHODS[run["method"]].make(**run["values"])
            far = descend(loss, rule, preset.state["start"], HORIZON)
            if far.loss[-1] > far.loss[0]:
                rows.append({"preset": name, "at": at, "steps": -1, "diverges": True})
                continue
            outside = np.flatnonzero(far.loss > TOLERANCE)
            steps = int(outside[-1]) + 1
            until = descend(loss, rule, preset.state["start"], steps)
            distance = np.linalg.norm(far.theta, axis=-1)
            close = distance <= 1e-12 * distance[0]
            last = int(close.argmax()) - 1 if close.any() else HORIZON
            middle = last // 2
            rows.append({
                "preset": name, "at": at, "steps": steps, "diverges": False, "crossings": crossings(until, 1),
                "overshoot": overshoot(descend(loss, rule, preset.state["start"], max(steps, preset.state["steps"]))),
                "across": distance_along_and_across(far)[1],
                "measured": float((distance[last] / distance[middle]) ** (1 / (last - middle))),
            })  # fmt: skip
    return rows


def printed() -> list[tuple[float, str]]:
    """Numbers of every size with what the pages print for them."""
    sizes = np.random.default_rng(7).lognormal(0, 9, 400)
    values = [
        0.0,
        1e-5,
        -1e-5,
        1e6,
        -2.5e6,
        0.001,
        0.1,
        53.0,
        -1234.4,
        9999.9,
        12345.6,
        -99999.7,
        999999.7,
        *sizes,
        *-sizes,
    ]
    return [(value, show(value)) for value in map(float, values)]


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory, monkeypatch_module: pytest.MonkeyPatch) -> list[dict]:
    """What Node has written after all its tests have passed: a script for every state, and where its runs end."""
    folder = tmp_path_factory.mktemp("state")
    monkeypatch_module.setenv("WRITTEN", str(folder / "written.json"))
    expected = {"hostile": HOSTILE, "said": said(), "figures": wheels(), "printed": printed()}
    result = run_tests("state.test.mjs", folder, explored.data(), expected)
    assert result.returncode == 0, result.stdout[-4000:]
    assert "pass 9" in result.stdout
    return json.loads(Path(folder / "written.json").read_text("utf-8"))


@pytest.fixture(scope="module")
def monkeypatch_module():
    with pytest.MonkeyPatch.context() as patch:
        yield patch


def test_addresses_words_buttons_and_wheels_hold(written):
    # And a valley that is not the read's, and a noisy one.
    assert len(written) == len(presets()) + len(LOSSES) * len(METHODS) + 2


def test_every_script_that_is_handed_out_runs_and_prints_the_same_run(written):
    for entry in written:
        told = io.StringIO()
        with contextlib.redirect_stdout(told):
            exec(compile(entry["script"], "script", "exec"), {})
        lines = told.getvalue().splitlines()
        assert len(lines) == len(entry["ends"])
        if entry["noisy"]:
            assert "NumPy draws other numbers" in entry["script"]
            continue
        for line, end in zip(lines, entry["ends"], strict=True):
            assert line.startswith(f"{end['name']} [")
            place = json.loads(line[line.index("[") : line.index("]") + 1])
            assert place == pytest.approx(end["theta"], rel=1e-7, abs=1e-7)


def test_the_read_s_figures_have_a_wheel():
    assert {
        "ravine-duel",
        "averaging-calms",
        "room-for-longer-steps",
        "beta-too-small",
        "beta-about-right",
        "beta-too-large",
    } <= set(wheels())

"""The frame of a chart is drawn in one place, and says where its numbers are."""

from __future__ import annotations

import ast
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from modules import PACKAGE, identify
from momentum.chapters._chart import chart
from momentum.rendering.frame import Axis, decades, even, frame, powers
from momentum.rendering.style import colour

DRAWING = sorted((PACKAGE / "chapters").rglob("*.py"))
# Whatever sets an axis of Matplotlib's up: its own setters, and what draws ticks, grids, spines or titles.
SETTERS = {name for name in dir(Axes) if name.startswith(("set_", "tick", "minorticks", "invert_", "sec"))}
SETTERS |= {"grid", "axis", "spines", "xaxis", "yaxis", "axhline", "axvline", "hlines", "vlines", "twinx", "twiny"}


def test_the_setters_are_known():
    assert {"set_xticks", "set_ylim", "set_xscale", "set_xlabel", "set_title", "tick_params", "grid"} <= SETTERS


def nodes(kind: type[ast.AST]) -> list[tuple[str, Any]]:
    """The nodes of one kind in all modules that draw, each with its place: `file:line`."""
    return [
        (f"{identify(path)}:{node.lineno}", node)
        for path in DRAWING
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, kind)
    ]


def test_no_chapter_sets_up_an_axis_of_its_own():
    named = nodes(ast.Attribute)
    assert len(named) > 500
    assert not [place for place, node in named if node.attr in SETTERS]


def test_no_chapter_draws_a_hairline_or_places_a_word_by_a_point_on_its_own():
    calls = [
        (place, call, call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", ""))
        for place, call in nodes(ast.Call)
    ]
    assert len(calls) > 500
    assert not [place for place, _, name in calls if name == "annotate"], "`put` writes a word beside a point"
    lines = [(place, call) for place, call, name in calls if name in ("plot", "line")]
    assert not [
        place
        for place, call in lines
        if "hairline" in {node.value for node in ast.walk(call) if isinstance(node, ast.Constant)}
    ], "`frame` and `hairline` draw such lines"


def drawn(x: Axis, y: Axis, *, grid: bool = True) -> Axes:
    axes = Figure(figsize=(5, 3), dpi=72).add_axes((0.1, 0.2, 0.8, 0.7))
    axes.set(xlim=x.limits, ylim=y.limits)
    frame(axes, x, y, grid=grid)
    return axes


def lines(axes: Axes, role: str) -> list[np.ndarray]:
    return [np.asarray(line.get_xydata()) for line in axes.lines if line.get_color() == colour(role)]


def test_every_mark_of_y_has_a_line_from_side_to_side_at_its_height():
    x, y = even(-1, 3, (0, 2)), decades(-2, 1, (-2, 0, 1))
    assert [line.tolist() for line in lines(drawn(x, y), "hairline")] == [[[-1, v], [3, v]] for v in (-2, 0, 1)]


def test_a_frame_without_a_grid_has_two_sides():
    x, y = even(0, 3, (0, 2)), even(0, 1, (0, 0.5), "β")
    assert [line.tolist() for line in lines(drawn(x, y, grid=False), "hairline")] == [[[0, 1], [0, 0], [3, 0]]]


def test_every_text_of_a_frame_is_at_the_place_that_it_names():
    x, y = powers(0.5, 3.5, (5, 100, 1600), "κ"), even(-3, 3, (-2, 0, 2.5), "loss")
    said = {text.get_text(): text.xy for text in drawn(x, y).texts}
    assert said == {
        "5": (np.log10(5), -3), "100": (2, -3), "1,600": (np.log10(1600), -3), "κ": (3.5, -3),
        "−2": (0.5, -2), "0": (0.5, 0), "2.5": (0.5, 2.5), "loss": (0.5, 3),
    }  # fmt: skip


def test_a_unit_follows_the_last_mark_which_ends_at_its_place():
    clock = Axis(0, 60, [(0, "0"), (40, "40"), (60, "60")], unit="steps")
    below = [text for text in drawn(clock, even(0, 1, ())).texts if text.get_text()]
    assert [(text.get_text(), text.get_ha()) for text in below] == [
        ("0", "center"), ("40", "center"), ("60 steps", "right"),
    ]  # fmt: skip
    assert not lines(drawn(clock, even(0, 1, ())), "muted")


def test_a_chart_has_the_limits_of_its_axes():
    panel = chart("a", "A chart", even(0, 3, (0,)), decades(-2, 1, (0,)), lambda axes: None)
    assert (panel.xlim, panel.ylim) == ((0, 3), (-2, 1))

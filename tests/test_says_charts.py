"""Every still curve goes where what it is named after goes."""

from __future__ import annotations

import numpy as np
import pytest

from drawn import PANELS, Line, drawn
from momentum.rendering.scene import Panel, Run
from retold import FIGURES, scene
from retold_charts import CHARTS
from retold_runs import told

GUIDES = ("muted", "casing", "minimum", "hairline")


def curves(name: str) -> list[Line]:
    """The curves of a panel that are more than a guide or a sample beside a word."""
    return [line for line in drawn(name).lines if len(line.points) > 2]


def runs(name: str) -> dict[str, list[np.ndarray]]:
    """The runs of a panel that a clock moves, by role, as they are told."""
    figure, panel = name.split("/")
    found: dict[str, list[np.ndarray]] = {}
    if scene(figure).ticks:
        for (where, role, _), points in told(figure).runs.items():
            if where == panel:
                found.setdefault(role, []).append(points)
    return found


def gap(panel: Panel, line: np.ndarray, points: np.ndarray) -> float:
    """How far a drawn curve is from the points that it should go through, at the most, in pixels, inside the panel."""
    low, high = panel.ylim
    if np.ptp(line[:, 0]) < 1e-9:
        return float(np.abs(panel.pixels(line) - panel.pixels(points)).max())
    kept = points[np.isfinite(points).all(axis=1)]
    inside = (kept[:, 1] > low - 1e-9) & (kept[:, 1] < high + 1e-9)
    ends = sorted((line[0, 0], line[-1, 0]))
    width, height = (edge[1] - edge[0] for edge in (panel.area[::2], panel.area[1::2]))
    pixel = np.ptp(panel.xlim) / width
    inside &= (kept[:, 0] >= ends[0] - pixel) & (kept[:, 0] <= ends[1] + pixel)
    assert inside.sum() >= min(2, len(points)), "nothing to compare"
    known = line[np.isfinite(line).all(axis=1)]
    known = known[np.argsort(known[:, 0], kind="stable")]
    drawn_at = np.interp(kept[inside, 0], *known.T)
    return float(np.abs(drawn_at - kept[inside, 1]).max() / (high - low) * height)


def moves(name: str) -> bool:
    """Whether a panel has curves, and runs that a clock moves along them."""
    return any(isinstance(mark, Run) and not mark.trail for mark in PANELS[name].marks) and bool(curves(name))


OTHERS = [name for name in PANELS if name not in CHARTS]


def test_no_curve_is_left_untold():
    still = [name for name in OTHERS if not moves(name)]
    assert len(OTHERS) - len(still) >= 30
    assert not [
        name for name in still if not drawn(name).bands and any(line.role not in GUIDES for line in curves(name))
    ]


def test_every_panel_is_looked_at():
    assert [*PANELS] == [f"{name}/{panel.name}" for name in FIGURES for panel in scene(name).panels]


@pytest.mark.parametrize("name", CHARTS)
def test_a_still_curve_goes_where_what_it_is_named_after_goes(name):
    panel, expected, found = PANELS[name], CHARTS[name](), drawn(name).lines
    looks = {(line.role, line.dashes) for line in expected}
    assert looks >= {(line.role, line.dashes) for line in curves(name)}
    for look in looks:
        due = [line.points for line in expected if (line.role, line.dashes) == look]
        drawings = [line.points for line in found if (line.role, line.dashes) == look]
        assert len(drawings) >= len(due), look
        for points, line in zip(due, drawings, strict=False):
            assert gap(panel, line, points) < 1.5, look


@pytest.mark.parametrize("name", OTHERS)
def test_a_curve_behind_its_run_is_that_run_s(name):
    if not moves(name):
        return
    panel, by_role = PANELS[name], runs(name)
    for line in curves(name):
        if line.role in by_role:
            assert min(gap(panel, line.points, points) for points in by_role[line.role]) < 1.5, line.role
        elif line.role not in GUIDES:
            # It has left the picture, so that no head runs on it; its loss is in words.
            said = [values for (_, role, _), values in told(name.split("/")[0]).readouts.items() if role == line.role]
            heights = np.log10(np.array(said))
            assert min(np.abs(line.points[:2, 1] - one[:2]).max() for one in heights) < 1e-6, line.role
    assert {line.role for line in curves(name)} >= set(by_role) - set(GUIDES)

"""A tick stands at its number, words stand inside their picture, and a method's name has its colour."""

from __future__ import annotations

import re
from functools import cache

import numpy as np
import pytest

from drawn import PANELS, drawn
from momentum.rendering.style import ROLES, colour

NUMBER = re.compile(r"^(?:step |all )?(?P<sign>−?)(?P<number>[\d.,]+)(?P<power>[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]*)(?: steps)?$")


OWN_SCALES = {
    ("beta-sweep/sweep", "x"): lambda beta: -np.log10(1 - beta),
    ("noise-floor/floors", "x"): lambda beta: -np.log10(1 - beta),
    ("damped-spring/place", "x"): lambda time: time / np.sqrt(0.04),
    ("tuned-under-noise/batches", "x"): np.log2,
    **{(f"study-full-batch/{panel}", "x"): lambda step: step / 2 for panel in ("loss", "accuracy")},
    **{
        (f"study-same-{what}/{panel}", "x"): lambda step: step / 14
        for what in ("rate", "effective-rate")
        for panel in ("loss", "accuracy")
    },
}


def number(text: str) -> float | None:
    """The number that a tick's text says; None for other words."""
    match = NUMBER.match(text)
    if not match:
        return None
    value = float(match["number"].replace(",", ""))
    if match["power"]:
        assert value == 10
        value **= int(match["power"].translate(str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")))
    return -value if match["sign"] else value


@cache
def ticks(name: str) -> dict[str, list[tuple[float, float]]]:
    """The ticks (number, place in data) of a panel, for "x" and "y"."""
    found: dict[str, list[tuple[float, float]]] = {"x": [], "y": []}
    low = PANELS[name].ylim[0] if "fading-weights" not in name else 0.0
    for words in drawn(name).words:
        value = number(words.text)
        if value is None or words.shift is None or words.tone != colour("muted"):
            continue
        if words.shift[0] < 0 and words.shift[1] == 0:
            found["y"].append((value, words.at[1]))
        elif words.shift[1] < 0 and abs(words.at[1] - low) < 1e-9:
            found["x"].append((value, words.at[0]))
    return found


def test_axes_are_found():
    axes = [(name, axis) for name in PANELS for axis in "xy" if ticks(name)[axis]]
    assert len(axes) >= 110
    assert set(OWN_SCALES) <= set(axes)


@pytest.mark.parametrize("axis", ["x", "y"])
@pytest.mark.parametrize("name", PANELS)
def test_a_tick_stands_at_its_own_number(name, axis):
    if not ticks(name)[axis]:
        return
    values, places = np.transpose(ticks(name)[axis])
    assert len(values) >= 2
    if scale := OWN_SCALES.get((name, axis)):
        kinds = [scale]
    else:
        kinds = [lambda value: value, np.log10] if (values > 0).all() else [lambda value: value]
    # Within a fifth of a pixel.
    panel = PANELS[name]
    left, top, right, bottom = panel.area
    unit = np.ptp(panel.xlim) / (right - left) if axis == "x" else np.ptp(panel.ylim) / (bottom - top)
    gaps = [np.abs(kind(values) - places).max() / unit for kind in kinds]
    assert min(gaps) < 0.2


@pytest.mark.parametrize("name", PANELS)
def test_words_stand_inside_their_picture(name):
    width, height = PANELS[name].size
    # A line's box has room for the deepest letter that there is.
    for words in drawn(name).words:
        x0, y0, x1, y1 = words.box
        assert x0 >= -1, f"{words.text!r} begins at {x0:.1f}"
        assert x1 <= width + 1, f"{words.text!r} ends at {x1:.1f} of {width}"
        assert y0 >= -2, f"{words.text!r} reaches {-y0:.1f} below"
        assert y1 <= height + 1, f"{words.text!r} reaches {y1 - height:.1f} above"


NAMES = {"gradient descent": "gradient-descent", **{ROLES[one].name: one for one in ("momentum", "nesterov")}} | {
    name: name.lower() for name in ("RMSProp", "Adam", "Lion")
}


@pytest.mark.parametrize("name", PANELS)
def test_the_name_of_a_method_has_its_colour(name):
    known = {colour(role) for role in NAMES.values()}
    for words in drawn(name).words:
        if words.text in NAMES and words.tone in known:
            assert words.tone == colour(NAMES[words.text]), words.text

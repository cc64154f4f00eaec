"""The palette: enough contrast on every ground, and colours that meet told apart by every eye."""

from __future__ import annotations

import re
from functools import cache
from itertools import combinations

import numpy as np
import pytest
from colorspacious import cspace_convert, deltaE

from momentum.build import build
from momentum.rendering.style import BANDS, CONTOUR_OPACITY, METHODS, ROLES, colour, paints, variables

# Grounds and rules: page, card and the map's bands are what the rest is seen on; hairlines, contour lines and the ring
# round what lies on a map carry no meaning by themselves.
GROUNDS = ("page", "card")
QUIET = (*GROUNDS, *BANDS, "hairline", "contour", "casing")
MEANINGFUL = [role for role in ROLES if role not in QUIET]
SCHEMES = ("light", "dark")
VISIONS = {
    "normal": None,
    "protan": {"name": "sRGB1+CVD", "cvd_type": "protanomaly", "severity": 100},
    "deutan": {"name": "sRGB1+CVD", "cvd_type": "deuteranomaly", "severity": 100},
    "tritan": {"name": "sRGB1+CVD", "cvd_type": "tritanomaly", "severity": 100},
}


def rgb(role: str, scheme: str) -> np.ndarray:
    text = getattr(ROLES[role], scheme)
    return np.array([int(text[place : place + 2], 16) for place in (1, 3, 5)]) / 255


def luminance(tone: np.ndarray) -> float:
    """Relative luminance (WCAG 2.2)."""
    linear = np.where(tone <= 0.04045, tone / 12.92, ((tone + 0.055) / 1.055) ** 2.4)
    return float(linear @ [0.2126, 0.7152, 0.0722])


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("band", BANDS)
def test_a_contour_line_is_seen_on_every_band_and_stays_in_the_background(band, scheme):
    ground, opacity = rgb(band, scheme), CONTOUR_OPACITY[scheme]
    line = (1 - opacity) * ground + opacity * rgb("contour", scheme)
    assert 8 <= deltaE(ground, line, input_space="sRGB1") <= 20


def contrast(one: np.ndarray, other: np.ndarray) -> float:
    low, high = sorted([luminance(one), luminance(other)])
    return (high + 0.05) / (low + 0.05)


def seen(tone: np.ndarray, vision: str) -> np.ndarray:
    space = VISIONS[vision]
    return tone if space is None else np.clip(cspace_convert(tone, space, "sRGB1"), 0, 1)


@cache
def difference(one: str, other: str, scheme: str, vision: str) -> float:
    """Distance in CAM02-UCS, where 1 is about the least that can be seen side by side."""
    return float(deltaE(*(seen(rgb(role, scheme), vision) for role in (one, other)), input_space="sRGB1"))


@pytest.fixture(scope="module")
def met():
    """The roles that meet in every panel, by its figure and its name; the gradient is drawn in ink."""
    figures = {name: record for name, record in build.build().items() if record["kind"] == "figure"}
    return {
        (name, panel["name"]): sorted(roles_in(panel["svg"]) - {*QUIET, "gradient"})
        for name, record in figures.items()
        for panel in record["panels"]
    }


def roles_in(svg: str) -> set[str]:
    return set(re.findall(r"\b[fs]-([a-z0-9-]+)", " ".join(re.findall(r'class="([^"]*)"', svg))))


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("role", MEANINGFUL)
def test_a_colour_stands_out_from_its_ground(role, ground, scheme):
    assert contrast(rgb(role, scheme), rgb(ground, scheme)) >= 4.5


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("vision", VISIONS)
def test_colours_that_meet_in_a_figure_are_told_apart(met, vision, scheme):
    for (name, panel), roles in met.items():
        for one, other in combinations(roles, 2):
            far = difference(one, other, scheme, vision)
            assert far >= 8, f"{one} and {other} in {name}, panel {panel}: {far:.1f}"


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("role", MEANINGFUL)
def test_whatever_lies_on_the_map_stands_out_from_every_band(role, scheme):
    for band in BANDS:
        assert contrast(rgb(role, scheme), rgb(band, scheme)) >= 3, band


@pytest.mark.parametrize("scheme", SCHEMES)
def test_brighter_is_lower(scheme):
    heights = [luminance(rgb(band, scheme)) for band in BANDS]
    assert heights == sorted(heights)
    assert heights[-1] > 1.5 * heights[0]


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("vision", VISIONS)
def test_every_two_methods_are_told_apart(vision, scheme):
    for one, other in combinations([*METHODS, "minimum"], 2):
        far = difference(one, other, scheme, vision)
        assert far >= 8, f"{one} and {other}: {far:.1f}"


def test_every_method_has_a_shape_and_a_dash_of_its_own():
    for cue in ("marker", "dashes"):
        found = [getattr(ROLES[method], cue) for method in METHODS]
        assert len(set(found)) == len(found)


def test_every_role_is_a_variable_and_a_paint():
    for role in ROLES:
        for scheme in SCHEMES:
            assert f"--fig-{role}:{getattr(ROLES[role], scheme)};" in variables(scheme)
        for kind, letter in (("fill", "f"), ("stroke", "s")):
            assert f".sm-panel .{letter}-{role}{{{kind}:var(--fig-{role})}}" in paints(".sm-panel ")


def test_an_unknown_role_is_refused():
    with pytest.raises(ValueError, match=r"A colour role must be one of page, .*; got 'red'"):
        colour("red")

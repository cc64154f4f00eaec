"""One meaning, one look: the roles that figures, prose and pages share, with their colours and their other cues."""

from __future__ import annotations

from typing import NamedTuple


class Role(NamedTuple):
    """A meaning: its colour on a light page and on a dark one, its name, and the cues that stand in for the colour.

    `marker` is the shape that a run leaves at every step, `dashes` the dash and the gap of its curve.
    """

    light: str
    dark: str
    name: str = ""
    marker: str = "round"
    dashes: tuple[float, ...] | None = None


# The map's bands from high ground to low: brighter is lower, in both schemes.
BANDS = tuple(f"band-{number}" for number in range(1, 9))
_LIGHT_BANDS = ("#dabf8c", "#e1c999", "#e8d3a7", "#efddb7", "#f5e7c8", "#faf0d9", "#fdf7e8", "#fffdf6")
_DARK_BANDS = ("#0f1730", "#141e3f", "#19264f", "#1e2d60", "#243671", "#2b4083", "#324a94", "#3a55a6")

ROLES: dict[str, Role] = {
    "page": Role("#fbfaf7", "#14161b"),
    "card": Role("#ffffff", "#1a1d24"),
    "hairline": Role("#e3e0d8", "#2c3038"),
    "ink": Role("#1c1f24", "#f1efe9"),
    "muted": Role("#5b6068", "#a9adb4"),
    "gradient-descent": Role("#c03a0a", "#ff9350", "gradient descent"),
    "momentum": Role("#1448b4", "#7fdcff", "momentum", "diamond", (5, 1.6)),
    "nesterov": Role("#6c0a6a", "#b3a6ff", "Nesterov", "square", (2, 1.5)),
    "rmsprop": Role("#0f4a40", "#0ac492", "RMSProp", "triangle", (1, 1)),
    "adam": Role("#3f2b00", "#f9e137", "Adam", "wedge", (4, 1, 1, 1)),
    "lion": Role("#8f4a8c", "#ffa4d6", "Lion", "cross", (8, 1.5)),
    "minimum": Role("#0b7a43", "#8cf79c", "minimum"),
    "gradient": Role("#1c1f24", "#f1efe9", "gradient"),
    # What rings paths, heads and labels on a map, and the map itself.
    "casing": Role("#ffffff", "#0b1024"),
    "contour": Role("#9a6a22", "#dfe8ff"),
    **{name: Role(light, dark) for name, light, dark in zip(BANDS, _LIGHT_BANDS, _DARK_BANDS, strict=True)},
}
CONTOUR_OPACITY = {"light": 0.38, "dark": 0.16}
METHODS = tuple(name for name, role in ROLES.items() if role.name and name not in ("minimum", "gradient"))


def role(name: str) -> Role:
    """A role by its name."""
    if name not in ROLES:
        raise ValueError(f"A colour role must be one of {', '.join(ROLES)}; got {name!r}.")
    return ROLES[name]


def colour(name: str) -> str:
    """The light value of a role, which is also what a figure that leaves the site is drawn in."""
    return role(name).light


def variables(scheme: str) -> str:
    """The CSS declarations `--fig-<role>: <colour>;` of a scheme, "light" or "dark", and its contour lines' opacity."""
    tones = "".join(f"--fig-{name}:{getattr(role, scheme)};" for name, role in ROLES.items())
    return f"{tones}--fig-contour-opacity:{CONTOUR_OPACITY[scheme]:g};"


def paints(scope: str = "", *, fallback: bool = False, used: str | None = None) -> str:
    """The CSS rules of the classes `f-<role>` (fill) and `s-<role>` (stroke), each selector after `scope`.

    With `used`, the text of a picture, only those of the classes that it holds.
    """
    rules = ""
    for name, role in ROLES.items():
        value = f"var(--fig-{name},{role.light})" if fallback else f"var(--fig-{name})"
        for letter, paint in (("f", "fill"), ("s", "stroke")):
            if used is None or f"{letter}-{name}" in used:
                rules += f"{scope}.{letter}-{name}{{{paint}:{value}}}"
    opacity = f"var(--fig-contour-opacity,{CONTOUR_OPACITY['light']:g})" if fallback else "var(--fig-contour-opacity)"
    return f"{rules}{scope}.s-contour{{stroke-opacity:{opacity}}}"

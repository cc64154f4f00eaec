"""One meaning, one colour: the roles that figures, prose and pages share, in both colour schemes."""

from __future__ import annotations

from typing import NamedTuple


class Role(NamedTuple):
    """A colour's meaning, its value on a light page and its value on a dark one."""

    light: str
    dark: str


ROLES: dict[str, Role] = {
    "page": Role("#fbfaf7", "#14161b"),
    "card": Role("#ffffff", "#1a1d24"),
    "hairline": Role("#e3e0d8", "#2c3038"),
    "ink": Role("#1c1f24", "#e6e4df"),
    "muted": Role("#5b6068", "#a3a7ae"),
    "gradient-descent": Role("#c2410c", "#ff9d66"),
    "momentum": Role("#1d5fc4", "#7fb4ff"),
    "nesterov": Role("#731d78", "#f6b8f1"),
    "adaptive": Role("#5f4200", "#ffdb4d"),
    "rmsprop": Role("#574500", "#dbd941"),
    "adam": Role("#014c51", "#b3c9c8"),
    "lion": Role("#490943", "#a77f6e"),
    "minimum": Role("#13803f", "#58d68d"),
    "bowl": Role("#3d5a80", "#8fb3d9"),
}


def colour(role: str) -> str:
    """The light value of a role, which is also what a figure that leaves the site is drawn in."""
    if role not in ROLES:
        raise ValueError(f"A colour role must be one of {', '.join(ROLES)}; got {role!r}.")
    return ROLES[role].light


def variables(scheme: str) -> str:
    """The CSS declarations `--fig-<role>: <colour>;` of a scheme, "light" or "dark"."""
    return "".join(f"--fig-{name}:{getattr(role, scheme)};" for name, role in ROLES.items())


def paints(scope: str = "", *, fallback: bool = False) -> str:
    """The CSS rules of the classes `f-<role>` (fill) and `s-<role>` (stroke), each selector after `scope`."""
    rules = ""
    for name, role in ROLES.items():
        value = f"var(--fig-{name},{role.light})" if fallback else f"var(--fig-{name})"
        rules += f"{scope}.f-{name}{{fill:{value}}}{scope}.s-{name}{{stroke:{value}}}"
    return rules

"""Short SVG path data: relative, one decimal, rounded so that errors don't add up."""

from __future__ import annotations

import re

import numpy as np

_COMMAND = re.compile(r"([MLCQZz])([^MLCQZz]*)")
_NUMBER = re.compile(r"-?\d*\.?\d+(?:e-?\d+)?")


def _tenths(value: int) -> str:
    """An integer number of tenths as the shortest decimal."""
    text = f"{value / 10:.1f}".removesuffix(".0")
    return text.replace("0.", ".", 1) if text.startswith(("0.", "-0.")) else text


def _join(*values: int) -> str:
    """Numbers side by side; a minus sign separates by itself."""
    out = ""
    for value in values:
        text = _tenths(value)
        out += text if not out or text.startswith("-") else f" {text}"
    return out


def _line(dx: int, dy: int) -> str:
    if dy == 0:
        return f"h{_tenths(dx)}"
    return f"v{_tenths(dy)}" if dx == 0 else f"l{_join(dx, dy)}"


def polyline(points: np.ndarray, closed: bool = False) -> str:
    """Pixels (n, 2) -> path data; steps of less than a twentieth of a pixel vanish."""
    tenths = np.rint(np.asarray(points, dtype=float) * 10).astype(int)
    x, y = (int(v) for v in tenths[0])
    out = [f"M{_join(x, y)}"]
    for point in tenths[1:]:
        dx, dy = int(point[0]) - x, int(point[1]) - y
        if dx or dy:
            out.append(_line(dx, dy))
            x, y = x + dx, y + dy
    return "".join(out) + ("z" if closed else "")


def shorten(d: str) -> str:
    """Absolute path data of moves, lines and curves -> the same, relative and rounded."""
    out: list[str] = []
    x = y = 0
    for command, arguments in _COMMAND.findall(d):
        values = [round(float(number) * 10) for number in _NUMBER.findall(arguments)]
        if command in "Zz":
            if out and out[-1] != "z":
                out.append("z")
        elif command == "M":
            x, y = values
            out.append(f"M{_join(x, y)}")
        elif command == "L":
            dx, dy = values[0] - x, values[1] - y
            if dx or dy:
                out.append(_line(dx, dy))
                x, y = values
        else:
            relative = [value - (x if index % 2 == 0 else y) for index, value in enumerate(values)]
            out.append(command.lower() + _join(*relative))
            x, y = values[-2:]
    return "".join(out)

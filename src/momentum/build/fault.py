"""What can go wrong while something is made, said with the place where it did."""

from __future__ import annotations

import importlib
import traceback
from pathlib import Path
from typing import Any

from momentum.store.keys import PACKAGE

# What figures are drawn with; the engine does without, and so does whoever installs the package alone.
DRAWING = frozenset({"matplotlib", "contourpy", "imageio", "PIL"})


class FigureError(RuntimeError):
    """A figure or a set of numbers that can't be made; the message names it and says why, and where."""


def place(error: BaseException) -> str:
    """`file:line` of the innermost frame in a chapter or, where there is none, in the package; else nothing.

    A file is named as seen from the folder that holds `src`.
    """
    frames = [(Path(frame.filename).resolve(), frame.lineno) for frame in traceback.extract_tb(error.__traceback__)]
    own = [(path, line) for path, line in frames if path.is_relative_to(PACKAGE) and "build" not in path.parts[-2:]]
    chapters = [(path, line) for path, line in own if path.is_relative_to(PACKAGE / "chapters")]
    if isinstance(error, SyntaxError) and error.filename:
        chapters = [(Path(error.filename).resolve(), error.lineno)]
    for path, line in reversed(chapters or own):
        return f"{path.relative_to(PACKAGE.parents[1]).as_posix()}:{line}"
    return ""


def make(name: str, maker: str, module: str) -> Any:
    """What `maker.make(name, module)` makes, in this process; any failure becomes a FigureError that says where."""
    try:
        return importlib.import_module(maker).make(name, module)
    except FigureError:
        raise
    except Exception as error:
        if isinstance(error, ModuleNotFoundError) and error.name in DRAWING:
            said = f"{name} needs {error.name}; install the package with its extra [figures]."
            raise FigureError(said) from error
        where = place(error)
        raise FigureError(f"{name}: {type(error).__name__}: {error}{f' ({where})' if where else ''}") from error

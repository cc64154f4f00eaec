"""The numbers of a figure or a chapter as the store has them: a build has measured them, and no test does so again.

Their key says that they are those of the sources as they are.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import ModuleType

from momentum.build import build, catalogue
from momentum.store.record import Number


def recorded(module: ModuleType) -> Mapping[str, Number]:
    """What a module of a chapter measures or computes, to twelve digits."""
    name = next(name for name, dotted in catalogue.modules().items() if dotted == module.__name__)
    return build.build([name])[name]["numbers"]

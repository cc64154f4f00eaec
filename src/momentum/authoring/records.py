"""Where pages look up what was computed: the records of figures and numbers, found by their page name."""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from typing import Any

from momentum.authoring import AuthoringError, near
from momentum.store.record import Lookup, Number, Record

STORE = "momentum.build.build.find"
SETTING: list[Any] = [STORE, "How to find a record: a function of its name, or the dotted path of one"]
EXTENSIONS = tuple(f"momentum.authoring.{name}" for name in ("figures", "cards", "quantities", "directives"))


def function(setting: str | Lookup) -> Lookup:
    """The lookup an extension was configured with; a dotted path is imported only now, when a page needs it."""
    if callable(setting):
        return setting
    module, _, name = setting.rpartition(".")
    found: Lookup = getattr(importlib.import_module(module), name)
    return found


def lookup_of(settings: Mapping[str, Mapping[str, Any] | None]) -> Lookup:
    """The lookup that pages are made with, from the settings of all extensions."""
    return function((settings.get(EXTENSIONS[0]) or {}).get("lookup", STORE))


def record(lookup: str | Lookup, name: str) -> Record:
    """The record `name`; raises AuthoringError with the lookup's own sentence where there is none."""
    try:
        return function(lookup)(name)
    except LookupError as error:
        reason = error.args[0] if error.args else f"There is no record named {name!r}."
        raise AuthoringError(str(reason)) from error


def number(lookup: str | Lookup, source: str, key: str) -> Number:
    """The computed number `key` of the record `source`; raises AuthoringError naming near keys."""
    numbers = record(lookup, source)["numbers"]
    if key not in numbers:
        raise AuthoringError(f"{source!r} computes no number named {key!r}.{near(key, numbers)}")
    return numbers[key]


def steps(lookup: str | Lookup, figure: str) -> int:
    """The last step of a figure's clock; raises AuthoringError where the record is not that of a moving figure."""
    found = record(lookup, figure).get("steps")
    if not found:
        raise AuthoringError(f"{figure!r} has no steps to go to.")
    return int(found)

"""Methods as the browser takes them: the rule by its name, its settings, and what the method itself decides of them."""

from __future__ import annotations

from dataclasses import asdict, fields
from typing import Any

from momentum.engine.methods import METHODS, Method

# Two sets of settings in which no number stands twice: what a rule shares with both of them comes from the method.
TRIALS = ((0.37, 0.53, 0.71, 0.83), (0.41, 0.59, 0.73, 0.89))


def decided(method: Method) -> dict[str, float | bool | str]:
    """The fields of a method's rule that are no setting: a constant, or the name of the setting that they follow.

    Raises `ValueError` for a method that computes a field from its settings in another way.
    """
    made = []
    for numbers in TRIALS:
        values = dict(zip(method.defaults, numbers, strict=False))
        made.append((values, method.make(**values)))
    found: dict[str, float | bool | str] = {}
    for field in fields(made[0][1]):  # type: ignore[arg-type]
        values_of_it = [getattr(rule, field.name) for _, rule in made]
        if field.name in method.defaults:
            same = all(value == values[field.name] for value, (values, _) in zip(values_of_it, made, strict=True))
            if not same:
                raise ValueError(f"{method.name} must hand {field.name} on as it is; it got {values_of_it}.")
            continue
        followed = [
            name
            for name in method.defaults
            if all(value == values[name] for value, (values, _) in zip(values_of_it, made, strict=True))
        ]
        if followed:
            found[field.name] = followed[0]
        elif values_of_it[0] == values_of_it[1]:
            found[field.name] = values_of_it[0]
        else:
            raise ValueError(f"{method.name} must set {field.name} to a constant or a setting; it got {values_of_it}.")
    return found


def described(method: Method) -> dict[str, Any]:
    """One entry of METHODS as JSON."""
    return {
        "name": method.name,
        "label": method.label,
        "role": method.role,
        "rule": type(method.make()).__name__,
        "settings": [asdict(knob) for knob in method.settings],
        "defaults": method.defaults,
        "fixed": decided(method),
    }


def methods() -> dict[str, dict[str, Any]]:
    """Every method by its name."""
    return {name: described(method) for name, method in METHODS.items()}

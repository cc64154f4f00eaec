"""The one file from which the browser has all losses, methods, presets and limits."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from momentum.explorer.losses import losses
from momentum.explorer.methods import methods
from momentum.explorer.preset import Preset
from momentum.explorer.words import WORDS

LIMITS = {
    "steps": [1, 300],
    "condition": [1.0, 1000.0],
    "seed": [1, 9999],
    "tolerance": [1e-8, 100.0],
    "tolerances": [1, 0.1, 0.01, 0.001, 1e-06],
    "horizon": 1000,
}
BLANK = {"step": 18, "noise": 0.0, "seed": 1, "direction": "whole", "keep": "rate", "tolerance": 0.01}
# Where the map of rates changes its shade, from the edge of divergence inwards.
RATES = [1.0, 0.99, 0.97, 0.94, 0.9, 0.85, 0.8, 0.7]
TICKS = {"learning_rate": [0.001, 0.01, 0.1, 1.0], "beta": [0.0, 0.5, 0.8, 0.9, 0.95, 0.99]}
DIVERGED = 1e3  # a run that ends so many times above its first loss is said to diverge
FLOOR = 1e-12  # distances below this share of the first one are rounding, and no rate is measured on them

Terrain = Callable[[dict[str, Any]], dict[str, Any]]


def document(presets: dict[str, Preset], looks: dict[str, Any], terrain: Terrain) -> dict[str, Any]:
    """Everything; the first preset is what an address without wishes gets; `terrain` draws a loss's level sets."""
    return {
        "losses": {name: {**loss, "terrain": terrain(loss)} for name, loss in losses().items()},
        "methods": methods(),
        "presets": {name: preset._asdict() for name, preset in presets.items()},
        "first": next(iter(presets)),
        "looks": looks,
        "words": WORDS,
        "blank": BLANK,
        "limits": LIMITS,
        "rates": RATES,
        "ticks": TICKS,
        "diverged": DIVERGED,
        "floor": FLOOR,
    }


def written(presets: dict[str, Preset], looks: dict[str, Any], terrain: Terrain) -> str:
    """The document as compact JSON."""
    whole = document(presets, looks, terrain)
    return json.dumps(whole, ensure_ascii=False, separators=(",", ":"), allow_nan=False)

"""The numbers that charts say inside their panels, told again: of sweeps, laws, fits and the study."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from momentum.store.rounding import show
from retold import GD, HEAVY

# (panel, role, text, first tick); a backdrop's words have None.
Said = tuple[str, str, str, float | None]


def _the_end(name: str, n: dict[str, Any]) -> Iterable[Said]:
    yield "all", GD, f"{n['plain_steps']} steps", None
    yield "all", HEAVY, f"{n['heavy_steps']} steps", None


def _law(name: str, n: dict[str, Any]) -> Iterable[Said]:
    yield "law", GD, f"{n['gd_1600']}", None
    yield "law", HEAVY, f"{n['momentum_1600']}", None


def _memories(name: str, n: dict[str, Any]) -> Iterable[Said]:
    for beta in (5, 7, 9):
        yield f"beta{beta}", HEAVY, f"β = {beta / 10:g}", None
        yield f"beta{beta}", "ink", f"memory {1 / (1 - beta / 10):.2g} steps", None


def _fits(name: str, n: dict[str, Any]) -> Iterable[Said]:
    yield "fits", GD, f"{n['plain_steps']} steps", None
    yield "fits", "ink", f"{n['last']:,} steps", None
    yield "errors", HEAVY, f"β = {n['beta']:g}", None


def _arms(name: str, n: dict[str, Any]) -> Iterable[Said]:
    for panel in ("loss", "accuracy"):
        for beta in (0.0, 0.8, 0.9):
            yield panel, HEAVY if beta else GD, f"β = {beta:g}", 0


def _sweep(name: str, n: dict[str, Any]) -> Iterable[Said]:
    yield "sweep", HEAVY, f"η = {n['learning_rate']:g} diverges", None
    yield "sweep", HEAVY, f"η = {n['learning_rate']:g} for every β", None


def _schedules(name: str, n: dict[str, Any]) -> Iterable[Said]:
    yield "schedules", HEAVY, f"η = {show(n['high_rate'])}", None
    yield "schedules", HEAVY, f"best constant: {show(n['constant_rate'])}", None
    yield "schedules", HEAVY, f"best falling: {show(n['falling_rate'])} to 0", None


def _clouds(name: str, n: dict[str, Any]) -> Iterable[Said]:
    yield "raised", HEAVY, f"β = {n['shown']:g}, same rate", None
    yield "kept", HEAVY, f"β = {n['shown']:g}, same effective rate", None
    yield "floors", HEAVY, f"sum, rate {n['rate']:g}", None
    yield "floors", "ink", f"effective rate {n['rate']:g}", None


def _reach(name: str, n: dict[str, Any]) -> Iterable[Said]:
    for beta in (0.0, 0.5, 0.8, 0.9, 0.95):
        yield "minibatch", HEAVY if beta else GD, f"β = {beta:g}", None


CHARTS: dict[str, Callable[[str, dict[str, Any]], Iterable[Said]]] = {
    "price-of-the-optimum": _the_end, "square-root": _law, "fading-weights": _memories, "early-stopping": _fits,
    "study-full-batch": _arms, "study-same-rate": _arms, "study-same-effective-rate": _arms, "beta-sweep": _sweep,
    "noise-and-batches": _schedules, "noise-floor": _clouds, "study-reach": _reach,
}  # fmt: skip

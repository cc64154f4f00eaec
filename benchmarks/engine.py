"""The engine against plain loops, torch, numba and optax: the ravine (x**2 + 25 y**2) / 2, heavy ball, float64."""

from __future__ import annotations

import numpy as np

from benchmarks import peers
from benchmarks.table import Row, installed, race
from momentum import Momentum, descend, quadratic, ravine, theory


def rows() -> list[Row]:
    """All rows of the engine."""
    return [_grid(), _starts(), _many(), _single(), _map()]


def _settings(count: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Starts, learning rates and betas of `count` runs, a square grid of settings."""
    side = round(count**0.5)
    rates, betas = np.meshgrid(np.linspace(0.005, 0.07, side), np.linspace(0.0, 0.9, side))
    return np.random.default_rng(0).normal(size=(count, 2)), rates.ravel(), betas.ravel()


def _grid() -> Row:
    start, rates, betas = _settings(10_000)
    rule, loss, steps = Momentum(rates, betas), ravine(), 100
    run = descend(loss, rule, start, steps)
    compiled = peers.numba_compiled() if installed("numba") else None
    columns = rates[:, np.newaxis], betas[:, np.newaxis]
    return race(
        "10^4 runs on a grid of settings, 100 steps, iterates and losses recorded",
        lambda: descend(loss, rule, start, steps),
        {
            "plain NumPy loop": lambda: peers.plain(start, *columns, steps, record=True),
            "plain loop, x and y written out": lambda: peers.by_components(start, *columns, steps, record=True),
            "torch, vectorised": (lambda: peers.torch_vectorised(start, *columns, steps, record=True))
            if installed("torch")
            else None,
            "numba": (lambda: compiled(start, rates, betas, steps)) if compiled else None,
            "copying its own record": lambda: (run.theta.copy(), run.loss.copy()),
        },
        {"plain NumPy loop": 4, "torch, vectorised": 2, "numba": 1 / 2, "copying its own record": 1 / 3},
    )


def _starts() -> Row:
    start, _, _ = _settings(10_000)
    rule, loss, steps = Momentum(0.05, 0.9), ravine(), 100
    compiled = peers.optax_compiled(0.05, 0.9, steps) if installed("optax") else None
    return race(
        "10^4 starts with one setting, 100 steps, iterates and losses recorded",
        lambda: descend(loss, rule, start, steps),
        {
            "plain NumPy loop": lambda: peers.plain(start, 0.05, 0.9, steps, record=True),
            "plain loop, x and y written out": lambda: peers.by_components(start, 0.05, 0.9, steps, record=True),
            "torch, vectorised": (lambda: peers.torch_vectorised(start, 0.05, 0.9, steps, record=True))
            if installed("torch")
            else None,
            "optax, compiled": (lambda: compiled(start)) if compiled else None,
        },
        {"plain NumPy loop": 4, "torch, vectorised": 2},
    )


def _many() -> Row:
    start, rates, betas = _settings(1_000_000)
    rule, loss, steps = Momentum(rates, betas), ravine(), 50
    columns = rates[:, np.newaxis], betas[:, np.newaxis]
    return race(
        "10^6 runs on a grid of settings, 50 steps, last state only",
        lambda: descend(loss, rule, start, steps, record="last"),
        {
            "plain NumPy loop": lambda: peers.plain(start, *columns, steps),
            "plain loop, x and y written out": lambda: peers.by_components(start, *columns, steps),
            "plain loop that watches as ours does": lambda: peers.plain(start, *columns, steps, watch=True),
            "torch, vectorised": (lambda: peers.torch_vectorised(start, *columns, steps, record=False))
            if installed("torch")
            else None,
        },
        {"plain NumPy loop": 15, "plain loop that watches as ours does": 15},
        rounds=4,
    )


def _single() -> Row:
    rule, loss, steps = Momentum(0.05, 0.9), ravine(), 1000
    start = np.array(loss.start)
    return race(
        "one run, 1000 steps, iterates and losses recorded",
        lambda: descend(loss, rule, start, steps),
        {
            "torch.optim.SGD": (lambda: peers.torch_optimizer(start, 0.05, 0.9, steps)) if installed("torch") else None,
            "plain NumPy loop": lambda: peers.plain(start, 0.05, 0.9, steps, record=True),
            "plain loop, x and y written out": lambda: peers.by_components(start, 0.05, 0.9, steps, record=True),
        },
        {"torch.optim.SGD": 15, "plain NumPy loop": 1, "plain loop, x and y written out": 1},
    )


def _map() -> Row:
    rates, betas = np.meshgrid(np.linspace(0.005, 3.995, 600), np.linspace(0.0, 0.99, 400))
    eigenvalues = np.array([0.01, 1.0])
    bowl, rule = quadratic(eigenvalues), Momentum(rates, betas)

    def eigvals() -> np.ndarray:
        matrices = theory.transition(eigenvalues[:, np.newaxis, np.newaxis], rates, betas)
        return np.abs(np.linalg.eigvals(matrices)).max(axis=(0, -1))

    return race(
        "rate map of 600 x 400 cells, closed form (goal: 10 ms)",
        lambda: theory.rate(eigenvalues, rates, betas),
        {
            "our simulation, 200 steps": lambda: descend(bowl, rule, np.ones(2), 200, record="last"),
            "numpy.linalg.eigvals": eigvals,
        },
        {"our simulation, 200 steps": 50},
        rounds=3,
    )

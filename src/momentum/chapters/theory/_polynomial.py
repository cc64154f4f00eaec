"""A polynomial fitted to noisy points by descent: its eigenfeatures, and its error after any number of steps."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np

from momentum import theory

DEGREE, COUNT, NOISE, SEED = 6, 12, 0.5, 3
BETA = 0.8
PLACES = np.linspace(-1, 1, COUNT)
FINE = np.linspace(-1, 1, 201)
LAST = 1_000_000


def truth(x: Any) -> Any:
    """The curve that the points scatter around."""
    return np.sin(2.5 * x)


def powers(x: Any) -> np.ndarray:
    """1, x, ..., x**DEGREE at places (n,): (n, DEGREE + 1)."""
    return np.vander(x, DEGREE + 1, increasing=True)


@cache
def eigenfeatures() -> tuple[np.ndarray, np.ndarray]:
    """The curvatures of half the mean squared error, largest first, and the powers' weights in each, one a column."""
    # --8<-- [start:eigenfeatures]
    x = powers(PLACES)
    hessian = x.T @ x / COUNT
    curvatures, features = np.linalg.eigh(hessian)
    # --8<-- [end:eigenfeatures]
    return curvatures[::-1], features[:, ::-1]


def learning_rate() -> float:
    """One over the largest curvature: the steepest eigenfeature is learned in the first step of gradient descent."""
    return float(1 / eigenfeatures()[0][0])


def learned(steps: Any, beta: float) -> np.ndarray:
    """The share (n, DEGREE + 1) of each eigenfeature's weight that is learned after `steps` (n,), from 0."""
    curvatures, _ = eigenfeatures()
    left = theory.iterate(curvatures, learning_rate(), beta, np.atleast_1d(steps)[:, None])
    return np.asarray(1 - left)


def fit(steps: int, targets: np.ndarray, beta: float = 0.0) -> np.ndarray:
    """The fitted curve at FINE after so many steps towards `targets` (COUNT,)."""
    curvatures, features = eigenfeatures()
    weights = features.T @ powers(PLACES).T @ targets / COUNT / curvatures * learned(steps, beta)[0]
    return np.asarray(powers(FINE) @ features @ weights)


@cache
def points() -> np.ndarray:
    """One draw of noisy points (COUNT,)."""
    return np.asarray(truth(PLACES) + NOISE * np.random.default_rng(SEED).standard_normal(COUNT))


def error(steps: Any, beta: float) -> np.ndarray:
    """The squared distance to the truth (n,) after `steps` (n,), averaged over places and over the noise, exactly."""
    curvatures, features = eigenfeatures()
    maps = (powers(FINE) @ features / curvatures * learned(steps, beta)[:, None, :]) @ features.T @ powers(PLACES).T
    maps = maps / COUNT
    bias = maps @ truth(PLACES) - truth(FINE)
    return np.asarray((bias**2).mean(axis=-1) + NOISE**2 * (maps**2).sum(axis=-1).mean(axis=-1))

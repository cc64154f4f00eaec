"""What pictures of many methods, of other losses and of the study should show, told again."""

from __future__ import annotations

from typing import Any

import numpy as np

from momentum import LOSSES, METHODS, descend
from momentum.build import catalogue
from momentum.chapters.does_it_work import study_landscape
from momentum.study.kept import study
from retold import GD, HEAVY, RAVINE, START, Told, bowl, records, scene, walk

TUNED = {
    "gradient descent": ("gd", "gradient descent", GD), "momentum": ("momentum", "heavy ball", HEAVY),
    "Nesterov": ("nesterov", "nesterov", "nesterov"), "RMSProp": ("rmsprop", "rmsprop", "rmsprop"),
    "Adam": ("adam", "adam", "adam"), "Lion": ("lion", "lion", "lion"),
}  # fmt: skip


def _tuned(called: str, steps: int, *, turned: bool = False) -> np.ndarray:
    """The points of a tuned method: the entry of METHODS with the settings that are quoted."""
    n = records()["six-methods"]["numbers"]
    key, entry, _ = TUNED[called]
    method, suffix = METHODS[entry], "_turned" if turned else ""
    settings = [n[f"{key}{suffix}_rate"], n[f"{key}{suffix}_memory"]][: min(2, len(method.settings))]
    turn = np.array([[0.8, -0.6], [0.6, 0.8]]) if turned else np.eye(2)
    hessian = turn @ np.diag(RAVINE) @ turn.T

    class Valley:
        dimension = 2

        def value(self, theta: Any) -> Any:
            return np.einsum("...i,ij,...j->...", theta, hessian, theta) / 2

        def gradient(self, theta: Any) -> Any:
            return theta @ hessian

    run = descend(Valley(), method.make(*settings), turn @ np.array(START), steps)
    return run.theta


def six_methods(name: str, n: dict[str, Any]) -> Told:
    told, steps = Told(), n["clock"]
    for called, (_, _, role) in TUNED.items():
        path = _tuned(called, steps)
        maps = {"Nesterov": ["momentum"], "gradient descent": ["momentum", "rmsprop", "adam", "lion"]}
        told.runs |= {(panel, role, called): path for panel in maps.get(called, [role])}
        # A chart has the name of its second method.
        charts = {"gradient descent": ["momentum", "rmsprop"], "momentum": ["momentum"], "Nesterov": ["momentum"]}
        for chart in charts.get(called, ["rmsprop"]):
            told.loss(f"losses-{chart}", role, called, bowl(RAVINE, path))
    return told


def turned_valley(name: str, n: dict[str, Any]) -> Told:
    told, turn = Told(), np.array([[0.8, -0.6], [0.6, 0.8]])
    for called in ("momentum", "Adam", "RMSProp"):
        path, role = _tuned(called, scene(name).ticks, turned=True), TUNED[called][2]
        told.runs["plane", role, called] = path
        told.loss("curves", role, called, bowl(RAVINE, path @ turn))
    return told


def of_a_loss(name: str, n: dict[str, Any]) -> Told:
    told = Told()
    loss = LOSSES[catalogue.family("loss")[name]]
    for called, key, beta in (("gradient descent", "plain", 0.0), ("momentum", "momentum", n["beta"])):
        role = called.replace(" ", "-")
        path = walk(loss.gradient, loss.start, n["clock"], n[f"{key}_rate"], beta, "average")
        left = (loss.value(path) - loss.minimum) / (loss.value(np.array(loss.start)) - loss.minimum)
        told.runs["plane", role, called] = path
        told.loss("curves", role, called, np.maximum(left, 1e-300), "height")
    return told


COMPARISONS = {
    "study-full-batch": ("full batch", "best rate"),
    "study-same-rate": ("minibatch", "same rate in PyTorch's form"),
    "study-same-effective-rate": ("minibatch", "same effective rate"),
}


def comparison(name: str, n: dict[str, Any]) -> Told:
    told = Told()
    for beta in (0.0, 0.8, 0.9):
        role, called, arm = HEAVY if beta else GD, f"β = {beta:g}", study().arm(*COMPARISONS[name], beta)
        told.loss("loss", role, called, np.array(arm.training_loss.mean))
        told.curve("accuracy", role, called, 100 * np.array(arm.test_accuracy.mean))
    return told


def landscape(name: str, n: dict[str, Any]) -> Told:
    told, found = Told(), study_landscape.field()
    for called, beta in (("gradient descent", 0.0), ("momentum", 0.9)):
        index = found.betas.index(beta)
        role = called.replace(" ", "-")
        told.runs["plane", role, called] = np.array(found.paths[index])
        told.readouts[called, role, "loss"] = np.array(found.path_loss[index])
    return told


def nothing(name: str, n: dict[str, Any]) -> Told:
    return Told()

"""What every still curve should show, told again: by plain loops, closed forms, or the numbers that pages quote."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

from momentum.study.kept import study
from retold import RAVINE, bowl, ravine, records, walk
from retold_deeper import cycling_loss
from retold_runs import told

DASHED, DOTTED = (5.0, 1.6), (2.0, 2.0)
GD, HEAVY, NESTEROV = "gradient-descent", "momentum", "nesterov"


class Curve(NamedTuple):
    """A curve that must be drawn: its role, its dashes (None: solid), and places (n, 2) that it goes through."""

    role: str
    dashes: tuple[float, ...] | None
    points: np.ndarray


def through(role: str, dashes: tuple[float, ...] | None, *points: tuple[float, float]) -> Curve:
    """A curve that goes through some points."""
    return Curve(role, dashes, np.array(points, dtype=float))


def straight(role: str, dashes: tuple[float, ...] | None, start: Any, end: Any) -> Curve:
    """A straight line."""
    share = np.linspace(0, 1, 101)[:, None]
    return Curve(role, dashes, np.asarray(start, dtype=float) * (1 - share) + np.asarray(end, dtype=float) * share)


def over(role: str, dashes: tuple[float, ...] | None, values: Any, x: Any = None, *, log: bool = True) -> Curve:
    """A curve of values over steps, on a logarithmic axis."""
    heights = np.log10(np.maximum(values, 1e-300)) if log else np.asarray(values)
    return Curve(role, dashes, np.column_stack([np.arange(len(heights)) if x is None else x, heights]))


def _numbers(name: str) -> dict[str, Any]:
    return dict(records()[name]["numbers"])


def _guarantee_convex() -> list[Curve]:
    n = _numbers("guarantee")
    looks = {"bound": ("muted", DOTTED), "gradient_descent": (GD, None), "momentum": (HEAVY, DASHED)}
    return [
        over(*look, [n[f"{key}_100"], n[f"{key}_1000"]], [2, 3])
        for key, look in (looks | {"nesterov": (NESTEROV, (3.0, 1.5))}).items()
    ]


def _guarantee_restart() -> list[Curve]:
    n, curvatures = _numbers("guarantee"), np.array([1.0, 400.0])

    def changing(restart: bool) -> np.ndarray:
        theta = ahead = np.array([-9.0, 1.0])
        age, found = 1.0, [theta]
        for _ in range(320):
            slope = curvatures * ahead
            after = ahead - slope / 400
            age = 1.0 if restart and slope @ (after - theta) > 0 else age
            older = (1 + np.sqrt(1 + 4 * age**2)) / 2
            ahead, theta, age = after + (age - 1) / older * (after - theta), after, older
            found.append(theta)
        return bowl(curvatures, np.array(found))

    fitted = bowl(curvatures, walk(lambda at: curvatures * at, (-9.0, 1.0), 320, 1 / 400, 19 / 21, "ahead"))
    assert n["plain_rises"] > 0
    return [
        over(role, dashes, np.maximum(loss, 1e-9)[::2], np.arange(0, 321, 2))
        for role, dashes, loss in (
            (NESTEROV, DOTTED, changing(False)), ("ink", DASHED, fitted), (NESTEROV, None, changing(True)),
        )
    ]  # fmt: skip


def _chain(rate: float, beta: float, rule: str, steps: int) -> np.ndarray:
    """The places of a pulled chain of condition number 100."""
    pull = 99 / 4

    def slope(x: np.ndarray) -> np.ndarray:
        padded = np.concatenate([[1.0], x, [0.0]])
        return np.asarray(pull * (2 * x - padded[:-2] - padded[2:]) + x)

    return walk(slope, np.zeros(300), steps, rate, beta, rule)


# An endless chain hangs in a geometric row.
HANGING = (9 / 11) ** np.arange(1, 301)
CHAINS = {
    (GD, None): (2 / 101, 0.0, "sum"), (HEAVY, DASHED): ((2 / 11) ** 2, (9 / 11) ** 2, "sum"),
    (NESTEROV, (3.0, 1.5)): (1 / 100, 9 / 11, "nesterov"),
}  # fmt: skip


def _links() -> list[Curve]:
    links = np.arange(1, 31)
    return [over("minimum", None, HANGING[:30], links, log=False)] + [
        over(*look, _chain(*setting, 12)[-1, :30], links, log=False) for look, setting in CHAINS.items()
    ]


def _distances() -> list[Curve]:
    def left(places: np.ndarray) -> np.ndarray:
        off = np.linalg.norm(places - HANGING, axis=-1)
        return np.asarray(off / off[0])

    return [over("ink", DOTTED, (9 / 11) ** np.arange(61))] + [
        over(*look, left(_chain(*setting, 60))) for look, setting in CHAINS.items()
    ]


def _spread(beta: float) -> float:
    return float(-np.log10(1 - beta))


def _beta_sweep() -> list[Curve]:
    n = _numbers("beta-sweep")
    solid = ((0, "bare"), (n["tuned_best"], "tuned_best_steps"), (0.9, "tuned_90"), (0.99, "tuned_99"))
    dashed = ((n["best_from"], "best_steps"), (0.9, "steps_90"), (0.99, "steps_99"))
    return [
        through(role, dashes, *((_spread(beta), np.log10(n[key])) for beta, key in ends))
        for role, dashes, ends in (("ink", None, solid), (HEAVY, DASHED, dashed))
    ]


def _spring_places() -> list[Curve]:
    n, times = _numbers("damped-spring"), np.linspace(0, 20, 161)
    turn = np.sqrt(1 - 0.2**2)
    place = -9 * np.exp(-0.2 * times) * (np.cos(turn * times) + 0.2 / turn * np.sin(turn * times))
    fine = walk(lambda x: x, [-9.0], 400, 0.0025, 1 - 0.4 * 0.05)[:, 0]
    assert n["steps"] == 100
    return [
        over("ink", None, place, times * 5, log=False),
        over("muted", DOTTED, fine[::2], np.arange(201) / 2, log=False),
    ]


def _errors() -> list[Curve]:
    n = _numbers("early-stopping")
    return [
        through(role, dashes, (np.log10(n[f"{key}_steps"]), n[f"{key}_error"]), (6, n["limit"]))
        for role, dashes, key in ((GD, None, "plain"), (HEAVY, DASHED, "heavy"))
    ]


def _fits() -> list[Curve]:
    places, fine = np.linspace(-1, 1, 12), np.linspace(-1, 1, 201)
    targets = np.sin(2.5 * places) + 0.5 * np.random.default_rng(3).standard_normal(12)
    powers = np.vander(places, 7, increasing=True)
    hessian = powers.T @ powers / 12
    rate = 1 / np.linalg.eigvalsh(hessian)[-1]
    curves = [over("minimum", None, np.sin(2.5 * fine[::4]), fine[::4], log=False)]
    best, last = _numbers("early-stopping")["plain_steps"], _numbers("early-stopping")["last"]
    for role, dashes, steps in (("muted", DOTTED, 2), (GD, None, best), ("ink", DASHED, last)):
        left = np.linalg.matrix_power(np.eye(7) - rate * hessian, steps)
        weights = (np.eye(7) - left) @ np.linalg.solve(hessian, powers.T @ targets / 12)
        curves.append(over(role, dashes, np.vander(fine, 7, increasing=True)[::3] @ weights, fine[::3], log=False))
    return curves


def _features() -> list[Curve]:
    places, fine = np.linspace(-1, 1, 12), np.linspace(-1, 1, 201)[::4]
    powers = np.vander(places, 7, increasing=True)
    _, features = np.linalg.eigh(powers.T @ powers / 12)
    shapes = np.vander(fine, 7, increasing=True) @ features[:, ::-1]
    dense = np.abs(np.vander(np.linspace(-1, 1, 201), 7, increasing=True) @ features[:, ::-1]).max(axis=0)
    return [
        over("ink", None, 3 - row + 0.36 * shapes[:, one] * np.sign(shapes[-1, one]) / dense[one], fine, log=False)
        for row, one in enumerate((0, 1, 3, 6))
    ]


def _rules_after() -> list[Curve]:
    n = _numbers("five-rules")
    eta, beta = n["rate"], n["beta"]
    rules = (
        (HEAVY, None, eta, "sum"), (HEAVY, DASHED, eta, "inside"), ("ink", (1.5, 3.0), eta / (1 - beta), "average"),
        ("muted", DOTTED, eta / (1 - beta), "undamped"), (NESTEROV, DASHED, eta, "nesterov"),
    )  # fmt: skip
    return [over(role, dash, bowl(RAVINE, ravine(26, rate, beta, rule))) for role, dash, rate, rule in rules]


def _cycling() -> list[Curve]:
    x = np.linspace(-3.6, 3.6, 25)
    return [over("muted", None, cycling_loss(x), x, log=False)]


def _schedules() -> list[Curve]:
    n = _numbers("noise-and-batches")
    looks = {"high": DASHED, "constant": (1.0, 1.0), "falling": None}
    return [
        through(HEAVY, dashes, (0, np.log10(53)), (400, np.log10(n[f"{key}_end"]))) for key, dashes in looks.items()
    ]


def _noisy_batches() -> list[Curve]:
    n, sizes = _numbers("noise-and-batches"), (1, 4, 16, 64, 256, 1024)
    dotted = through("muted", DOTTED, (np.log10(4), np.log10(n["gd_4"])), (np.log10(64), np.log10(n["gd_4"] / 16)))
    return [dotted] + [
        over(role, dashes, [n[f"{key}_{size}"] for size in sizes], np.log10(sizes))
        for role, dashes, key in ((GD, None, "gd"), (HEAVY, DASHED, "momentum"))
    ]


def _floors() -> list[Curve]:
    betas = np.linspace(0, 0.99, 40)

    def floor(rate: Any) -> Any:
        # The variance of a place that is an autoregression of second order, over both curvatures.
        return sum(
            c * 100 * rate / c * (1 + betas) / ((1 - betas) * (2 * (1 + betas) - rate * c)) / 2 for c in (1.0, 25.0)
        )

    x = -np.log10(1 - betas)
    return [over(HEAVY, DASHED, floor(0.01), x), over("ink", None, floor(0.01 * (1 - betas)), x)]


def _all_of_the_race() -> list[Curve]:
    n, found = _numbers("price-of-the-optimum"), []
    for called, role, dashes, key in (
        ("gradient descent", GD, None, "plain"), ("momentum", HEAVY, DASHED, "heavy"),
        ("changing β", "ink", DOTTED, "changing"),
    ):  # fmt: skip
        values = told("price-of-the-optimum").readouts[called, role, "loss"]
        beginning = over(role, dashes, values)
        # It meets a millionth of its start at the step that is quoted; a step changes it by less than a tenth.
        end = [n[f"{key}_steps"], np.log10(1e-6 * values[0])] if role == GD else []
        found.append(Curve(role, dashes, np.vstack([beginning.points, *([end] if end else [])])))
    return found


def _borders() -> list[Curve]:
    eta, steep = np.linspace(0, 0.16, 60), np.linspace(0.04, 0.16, 60)
    return [
        over("ink", None, (1 - np.sqrt(eta)) ** 2, eta, log=False),
        over("ink", None, (np.sqrt(25 * steep) - 1) ** 2, steep, log=False),
        straight(GD, None, (0.08, 0), (0.16, 1)),
    ]


def _four_runs() -> list[Curve]:
    n, found = _numbers("regions"), []
    for row, letter in enumerate("abcd"):
        path = ravine(30, n[f"{letter}_rate"], n[f"{letter}_beta"], "sum") / (-9.0, 1.0)
        scale = 12 if letter == "d" else 1
        found.append(through("minimum", None, (0, 3 - row), (30, 3 - row)))
        for axis, role, dashes in ((1, "muted", (3.0, 2.0)), (0, "ink", None)):
            gone = np.flatnonzero(np.abs(path[:, axis]) > 1.4 * scale)
            heights = 3 - row + 0.32 * path[: gone[0] if len(gone) else None, axis] / scale
            found.append(over(role, dashes, heights, log=False))
    return found


def _law() -> list[Curve]:
    n, kappas = _numbers("square-root"), np.array([5, 25, 100, 400, 1600])
    x = np.log10(kappas)
    guides = [
        over("muted", DOTTED, n[f"{key}_1600"] * (kappas / 1600) ** power, x)
        for key, power in (("gd", 1.0), ("momentum", 0.5))
    ]
    return guides + [
        over(role, dashes, [n[f"{key}_{kappa}"] for kappa in kappas], x)
        for role, dashes, key in ((GD, None, "gd"), (HEAVY, DASHED, "momentum"))
    ]


def _study_batches() -> list[Curve]:
    n, sizes = _numbers("study-batch-sizes"), np.array(study().batch_sizes)
    curves = []
    for key, role, dashes, shift in (
        ("0", GD, None, 0.0), ("0_8", HEAVY, (1.8, 1.4), -0.012), ("0_9", HEAVY, DASHED, 0.012)
    ):  # fmt: skip
        steps, sd = (np.array([n[f"b{size}_{key}_{what}"] for size in sizes]) for what in ("steps", "sd"))
        x = np.log10(sizes) + shift
        curves.append(over(role, dashes, steps, x))
        curves += [
            through(role, None, (at, np.log10(low)), (at, np.log10(high)))
            for at, low, high in zip(x, steps - sd, steps + sd, strict=True)
        ]
    return curves


def _study_worth() -> list[Curve]:
    n, sizes = _numbers("study-batch-sizes"), np.array(study().batch_sizes)
    ratio, sd = (np.array([n[f"b{size}_{what}"] for size in sizes]) for what in ("ratio", "ratio_sd"))
    bars = [
        through("ink", None, (np.log10(size), low), (np.log10(size), high))
        for size, low, high in zip(sizes, ratio - sd, ratio + sd, strict=True)
    ]
    return [over("ink", None, ratio, np.log10(sizes), log=False), *bars]


REACH = {0.0: (GD, None), 0.5: (HEAVY, (1.2, 1.2)), 0.8: (HEAVY, (3.0, 1.4)), 0.9: (HEAVY, DASHED), 0.95: (HEAVY, None)}


def _study_reach(regime: str) -> list[Curve]:
    found = []
    for beta, look in REACH.items():
        search = study().search(regime, beta)
        losses, rates = np.array(search.training_loss.mean), np.array(search.rates)
        known = np.isfinite(losses)
        low = -2.0 if regime == "minibatch" else -3.6
        found.append(over(*look, np.maximum(losses[known], 10**low), np.log10(rates[known])))
    if regime == "minibatch":
        found += [through(*look, (-0.79, 0.42 - 0.24 * row), (-0.62, 0.42 - 0.24 * row))
                  for row, look in enumerate(REACH.values())]  # fmt: skip
    return found


def _tuned_lengths() -> list[Curve]:
    n, lengths = _numbers("tuned-under-noise"), (25, 50, 100, 200, 400, 800, 1600)
    return [
        over(role, dashes, [n[f"{key}_{how}_{steps}"] for steps in lengths], np.log10(lengths))
        for role, key in ((GD, "gd"), (HEAVY, "momentum"))
        for how, dashes in (("constant", DOTTED), ("falling", None))
    ]


def _tuned_batches() -> list[Curve]:
    n, sizes = _numbers("tuned-under-noise"), 2 ** np.arange(13)
    return [
        over(role, dashes, [n[f"{key}_batch_{size}"] for size in sizes], np.arange(13))
        for role, dashes, key in ((GD, None, "gd"), ("ink", DOTTED, "half"), (HEAVY, DASHED, "momentum"))
    ]


def _twenty(heavy: bool) -> list[Curve]:
    curvatures = 25 ** (np.arange(20) / 19)
    found = []
    for index, curvature in [*list(enumerate(curvatures))[1:-1], (0, 1.0), (19, 25.0)]:
        role = "ink" if index == 19 else HEAVY if heavy else GD
        dashes = (4.0, 3.0) if index == 19 else None
        if heavy:
            path = walk(lambda x, c=curvature: c * x, [1.0], 60, (2 / 6) ** 2, (4 / 6) ** 2)[:, 0]
            found.append(over(role, dashes, np.maximum(np.abs(path), 1e-7)))
        else:
            shrink = np.log10(abs(1 - 2 / 26 * curvature))
            found.append(straight(role, dashes, (0, 0), (60, 60 * shrink)))
    return found


def _askew() -> list[Curve]:
    n = _numbers("turned-valley")
    kappas = [int(key.rpartition("_")[2]) for key in n if re.fullmatch(r"gd_\d+", key)]
    return [
        over(role, dashes, [n[f"{key}_{kappa}"] for kappa in kappas], np.log10(kappas))
        for role, dashes, key in (
            (GD, None, "gd"), (HEAVY, DASHED, "momentum"), ("adam", (4.0, 1.0, 1.0, 1.0), "adam"),
            ("adam", (1.0, 1.0), "adam_turned"),
        )
    ]  # fmt: skip


def _edge() -> list[Curve]:
    beta = np.linspace(0, 0.7, 40)
    return [
        over("muted", None, beta, 2 * (1 + beta) / (1 - beta) / 25, log=False),
        through(HEAVY, DASHED, *((_numbers("beta-map")["learning_rate"], beta) for beta in (0.11, 1))),
    ]


CHARTS: dict[str, Callable[[], list[Curve]]] = {
    "guarantee/convex": _guarantee_convex, "guarantee/restart": _guarantee_restart, "lower-bound/links": _links,
    "lower-bound/distances": _distances, "beta-sweep/sweep": _beta_sweep, "damped-spring/place": _spring_places,
    "early-stopping/errors": _errors, "early-stopping/fits": _fits, "early-stopping/features": _features,
    "five-rules/after": _rules_after, "for-ever/curve-gradient-descent": _cycling, "for-ever/curve-momentum": _cycling,
    "for-ever/curve-nesterov": _cycling, "noise-and-batches/schedules": _schedules,
    "noise-and-batches/batches": _noisy_batches, "noise-floor/floors": _floors,
    "price-of-the-optimum/all": _all_of_the_race, "regions/map": _borders, "regions/runs": _four_runs,
    "square-root/law": _law, "study-batch-sizes/steps": _study_batches, "study-batch-sizes/worth": _study_worth,
    "study-reach/minibatch": lambda: _study_reach("minibatch"),
    "study-reach/full-batch": lambda: _study_reach("full batch"), "tuned-under-noise/lengths": _tuned_lengths,
    "tuned-under-noise/batches": _tuned_batches, "twenty-directions/plain": lambda: _twenty(heavy=False),
    "twenty-directions/heavy": lambda: _twenty(heavy=True), "beta-map/map": _edge, "turned-valley/chart": _askew,
}  # fmt: skip

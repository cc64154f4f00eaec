"""What every still curve of the theory, of Nesterov and of the limits should show, told again."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from retold import bowl, ravine, walk
from retold_curve import DASHED, DOTTED, GD, HEAVY, NESTEROV, Curve, numbers, over, straight, through
from retold_deeper import cycling_loss
from retold_runs import told


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


def _borders() -> list[Curve]:
    eta, steep = np.linspace(0, 0.16, 60), np.linspace(0.04, 0.16, 60)
    return [
        over("ink", None, (1 - np.sqrt(eta)) ** 2, eta, log=False),
        over("ink", None, (np.sqrt(25 * steep) - 1) ** 2, steep, log=False),
        straight(GD, None, (0.08, 0), (0.16, 1)),
    ]


def _four_runs() -> list[Curve]:
    n, found = numbers("regions"), []
    for row, letter in enumerate("abcd"):
        path = ravine(30, n[f"{letter}_rate"], n[f"{letter}_beta"], "sum") / (-9.0, 1.0)
        scale = 12 if letter == "d" else 1
        found.append(through("minimum", None, (0, 3 - row), (30, 3 - row)))
        for axis, role, dashes in ((1, "muted", (3.0, 2.0)), (0, "ink", None)):
            gone = np.flatnonzero(np.abs(path[:, axis]) > 1.4 * scale)
            heights = 3 - row + 0.32 * path[: gone[0] if len(gone) else None, axis] / scale
            found.append(over(role, dashes, heights, log=False))
    return found


def _errors() -> list[Curve]:
    n = numbers("early-stopping")
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
    best, last = numbers("early-stopping")["plain_steps"], numbers("early-stopping")["last"]
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


def _spring_places() -> list[Curve]:
    n, times = numbers("damped-spring"), np.linspace(0, 20, 161)
    turn = np.sqrt(1 - 0.2**2)
    place = -9 * np.exp(-0.2 * times) * (np.cos(turn * times) + 0.2 / turn * np.sin(turn * times))
    fine = walk(lambda x: x, [-9.0], 400, 0.0025, 1 - 0.4 * 0.05)[:, 0]
    assert n["steps"] == 100
    return [
        over("ink", None, place, times * 5, log=False),
        over("muted", DOTTED, fine[::2], np.arange(201) / 2, log=False),
    ]


def _all_of_the_race() -> list[Curve]:
    n, found = numbers("price-of-the-optimum"), []
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


def _guarantee_convex() -> list[Curve]:
    n = numbers("guarantee")
    looks = {"bound": ("muted", DOTTED), "gradient_descent": (GD, None), "momentum": (HEAVY, DASHED)}
    return [
        over(*look, [n[f"{key}_100"], n[f"{key}_1000"]], [2, 3])
        for key, look in (looks | {"nesterov": (NESTEROV, (3.0, 1.5))}).items()
    ]


def _guarantee_restart() -> list[Curve]:
    n, curvatures = numbers("guarantee"), np.array([1.0, 400.0])

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


def _cycling() -> list[Curve]:
    x = np.linspace(-3.6, 3.6, 25)
    return [over("muted", None, cycling_loss(x), x, log=False)]


CHARTS: dict[str, Callable[[], list[Curve]]] = {
    "guarantee/convex": _guarantee_convex, "guarantee/restart": _guarantee_restart, "lower-bound/links": _links,
    "lower-bound/distances": _distances, "damped-spring/place": _spring_places, "early-stopping/errors": _errors,
    "early-stopping/fits": _fits, "early-stopping/features": _features, "for-ever/curve-gradient-descent": _cycling,
    "for-ever/curve-momentum": _cycling, "for-ever/curve-nesterov": _cycling,
    "price-of-the-optimum/all": _all_of_the_race, "regions/map": _borders, "regions/runs": _four_runs,
    "twenty-directions/plain": lambda: _twenty(heavy=False), "twenty-directions/heavy": lambda: _twenty(heavy=True),
}  # fmt: skip

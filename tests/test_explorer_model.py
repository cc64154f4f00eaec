"""The explorer's mathematics is the engine's: Node runs the browser's modules and compares them, number by number."""

from itertools import product

import numpy as np
import pytest

import explored
from momentum import (
    LOSSES,
    METHODS,
    CyclingLoss,
    Noisy,
    descend,
    ravine,
    theory,
)
from momentum.engine.checks import plain
from momentum.explorer.losses import suits
from momentum.explorer.methods import decided
from node import run_tests

STEPS = 60
CONDITIONS = (1.0, 25.0, 400.0)
KNOWN = ("gradient descent", "heavy ball", "averaged", "nesterov")


@pytest.fixture(scope="module")
def model() -> bytes:
    return explored.data()


def losses():
    """Every loss as (name, condition number or None, loss); the ravine with some condition numbers."""
    for name, loss in LOSSES.items():
        if name == "ravine":
            yield from ((name, condition, ravine(condition)) for condition in CONDITIONS)
        else:
            yield name, None, loss


def expected_path(name, condition, loss, method, values):
    run = descend(loss, method.make(**values), loss.start, STEPS)
    return {
        "loss": name, "condition": condition, "method": method.name, "values": values, "start": list(loss.start),
        "theta": run.theta.tolist(), "losses": run.loss.tolist(), "diverged": bool(run.diverged),
    }  # fmt: skip


def steady(loss, method, rates):
    """Which rates' runs carry tiny slips of their gradients on without magnifying them ten-thousandfold: where one
    does, the last digits of a sine or of a sum decide where it goes, and those differ between machines, browsers and
    NumPy."""
    slip = 1e-9
    rule = method.make(**method.defaults | {"learning_rate": rates})
    starts = np.broadcast_to(loss.start, (len(rates), 2))
    met = Noisy(loss, slip * np.linalg.norm(loss.gradient(np.array(loss.start))), np.random.default_rng(0))
    here, there = (descend(one, rule, starts, STEPS).theta for one in (loss, met))
    return np.abs(here - there).max(axis=(0, -1)) <= 1e4 * slip


def test_paths_slopes_and_curvatures_agree_to_the_last_digits(model, tmp_path):
    rng, told = np.random.default_rng(0), explored.model()["losses"]
    paths = []
    for (name, condition, loss), method in product(losses(), METHODS.values()):
        suiting = told[name]["suits"][method.name] if loss is LOSSES[name] else suits(loss, method)
        rates = suiting * np.array([1, 0.3, 0.1])
        calm = rates[steady(loss, method, rates)].tolist()
        assert calm, f"{name}, {method.name}: no steady run to compare"
        chosen = (method.defaults | {"learning_rate": rate} for rate in calm)
        paths += [expected_path(name, condition, loss, method, values) for values in chosen]
    gradients, sizes = {}, {}
    for name, loss in LOSSES.items():
        points = np.concatenate([rng.uniform(*np.transpose(loss.extent), size=(40, 2)), loss.minimizers])
        values, slopes = loss.value(points), loss.gradient(points)
        gradients[name] = [
            {"at": at, "gradient": slope, "value": value}
            for at, slope, value in zip(points.tolist(), slopes.tolist(), values.tolist(), strict=True)
        ]
        # A polynomial's terms may be far larger than its value: rounding is measured by the terms.
        sizes[name] = float(np.abs(values).max())
    curved = []
    for name, condition, loss in losses():
        if loss.polynomial is None:
            continue
        eigenvalues, directions = np.linalg.eigh(loss.hessian(loss.minimizers[0]))
        if np.allclose(loss.hessian(loss.start), loss.hessian(loss.minimizers[0])):
            low, high = eigenvalues.tolist()
            curved.append({"loss": name, "condition": condition, "low": low, "high": high,
                           "along": directions[:, 0].tolist()})  # fmt: skip
    curved = [entry for entry in curved if entry["low"] < entry["high"]]
    others = [name for name in LOSSES if name not in {entry["loss"] for entry in curved}]
    result = run_tests(
        "paths.test.mjs", tmp_path, model,
        {"paths": paths, "gradients": gradients, "sizes": sizes, "curvatures": curved, "others": others},
    )  # fmt: skip
    assert result.returncode == 0, result.stdout[-4000:]
    assert len(curved) >= 4
    assert f"pass {len(paths) + len(LOSSES) + 2}" in result.stdout


def rule(method, learning_rate, beta):
    """How the theory is asked about a method of the momentum family: its keyword arguments."""
    known = METHODS[method].defaults
    made = METHODS[method].make(**{"learning_rate": learning_rate} | ({"beta": beta} if "beta" in known else {}))
    return {"learning_rate": learning_rate, "beta": made.beta, "dampening": made.dampening, "nesterov": made.nesterov}


def regime(method, eigenvalue, learning_rate, beta):
    """What a direction does, from the eigenvalues of its step as NumPy finds them."""
    roots = np.linalg.eigvals(theory.transition(eigenvalue, **rule(method, learning_rate, beta)))
    leader = roots[np.abs(roots).argmax()]
    if abs(leader) >= 1:
        return "diverges"
    if abs(leader.imag) > 1e-7:
        return "swings"
    return "creeps" if leader.real > 0 else "zigzags"


def test_rates_edges_and_best_settings_agree_with_the_theory(model, tmp_path):
    rates, regimes = [], []
    betas, sizes = (0.0, 0.3, 0.7, 0.9, 0.99), (0.003, 0.05, 0.11, 0.37, 1.3)
    for method, learning_rate, beta in product(KNOWN, sizes, betas):
        if method == "gradient descent" and beta:
            continue
        for eigenvalues in ([1.0, 25.0], [0.5, 2.0], [3.0]):
            found = float(theory.rate(eigenvalues, **rule(method, learning_rate, beta)))
            rates.append({"method": method, "eigenvalues": eigenvalues, "learning_rate": learning_rate, "beta": beta,
                          "rate": found, "stable": found < 1})  # fmt: skip
        for eigenvalue in (0.7, 1.0, 25.0):
            regimes.append({"method": method, "eigenvalue": eigenvalue, "learning_rate": learning_rate, "beta": beta,
                            "regime": regime(method, eigenvalue, learning_rate, beta)})  # fmt: skip
    edges = []
    for method, beta in product(KNOWN, betas):
        asked = rule(method, 0.1, beta)
        del asked["learning_rate"]
        edges.append({"method": method, "beta": asked["beta"], "bound": float(theory.stable_product(**asked))})
    critical = []
    for method, size in product(KNOWN[1:], (0.01, 0.2, 0.9, 1.5, 3.0, 5.0)):
        if method == "averaged":  # its double root is heavy ball's at the rate that the average really has
            beta = ((1 - size) / (1 + size)) ** 2 if size < 1 else None
            if beta is not None:
                assert plain(theory.critical_beta(1.0, size * (1 - beta))) == pytest.approx(beta, abs=1e-12)
        else:
            beta = plain(theory.critical_beta(1.0, size, nesterov=method == "nesterov"))
            beta = None if np.isnan(beta) else beta
        critical.append({"method": method, "eigenvalue": 1.0, "learning_rate": size, "beta": beta})
    best = []
    names = ("method", "low", "high", "learning_rate", "beta", "rate")
    for low, high in ((1.0, 25.0), (0.5, 2.0), (0.01, 1.0)):
        plain_best = theory.optimal_gradient_descent(low, high)
        ball, nesterov = theory.optimal_heavy_ball(low, high), theory.optimal_nesterov(low, high)
        for method, *optimum in (
            ("gradient descent", plain_best.learning_rate, 0.0, plain_best.rate), ("heavy ball", *ball),
            ("averaged", ball.learning_rate / (1 - ball.beta), ball.beta, ball.rate), ("nesterov", *nesterov),
        ):  # fmt: skip
            best.append(dict(zip(names, (method, low, high, *optimum), strict=True)))
    result = run_tests(
        "rates.test.mjs", tmp_path, model,
        {"rates": rates, "regimes": regimes, "edges": edges, "critical": critical, "best": best, "known": KNOWN},
    )  # fmt: skip
    assert result.returncode == 0, result.stdout[-4000:]
    assert {entry["regime"] for entry in regimes} == {"creeps", "swings", "zigzags", "diverges"}
    assert "pass 6" in result.stdout


@pytest.mark.parametrize("method", METHODS.values(), ids=METHODS)
def test_what_a_method_decides_and_what_it_is_told_make_its_rule(method):
    values = method.defaults | {"learning_rate": 0.123}
    told = {
        name: values.get(value, value) if isinstance(value, str) else value for name, value in decided(method).items()
    }
    assert type(method.make())(**values, **told) == method.make(**values)


def test_the_patched_valley_slopes_as_the_function_that_it_is_patched_from():
    x = np.linspace(-3, 4, 71)
    along = LOSSES["patched valley"].gradient(np.column_stack([x, np.zeros_like(x)]))[:, 0]
    assert along == pytest.approx(CyclingLoss().gradient(x[:, np.newaxis])[:, 0], abs=1e-12)

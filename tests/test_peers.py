"""What benchmarks compare: peers take the same runs as ours, and commands name what is there."""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks import build as benchmark
from benchmarks import peers
from momentum import Momentum, descend, ravine
from momentum.build import build, catalogue

PEERS = [peers.plain, peers.by_components]
STEPS = 9


@pytest.mark.parametrize("peer", PEERS)
def test_a_peer_takes_and_records_the_runs_that_ours_does(peer):
    start = np.random.default_rng(0).normal(size=(6, 2))
    rates, betas = np.linspace(0.01, 0.06, 6), np.linspace(0.0, 0.9, 6)
    run = descend(ravine(), Momentum(rates, betas), start, STEPS)
    path, losses = peer(start, rates[:, np.newaxis], betas[:, np.newaxis], STEPS, record=True)
    np.testing.assert_allclose(path, run.theta, rtol=1e-12, atol=1e-12)
    np.testing.assert_allclose(losses, run.loss, rtol=1e-12, atol=1e-12)
    last = peer(start, rates[:, np.newaxis], betas[:, np.newaxis], STEPS)
    np.testing.assert_allclose(last, run.theta[-1], rtol=1e-12, atol=1e-12)


def test_the_loop_that_watches_holds_a_run_where_ours_does():
    start, steps = np.array([[-9.0, 1.0], [-9.0, 1.0]]), 2000
    rates = np.array([0.07, 1.0])
    ours = descend(ravine(), Momentum(rates, 0.0), start, steps, record="last")
    assert ours.diverged.tolist() == [False, True]
    with np.errstate(over="ignore", invalid="ignore"):
        watched, unseen = (peers.plain(start, rates[:, np.newaxis], 0.0, steps, watch=watch) for watch in (True, False))
    assert np.isfinite(watched).all()
    assert not np.isfinite(unseen[1]).all()
    np.testing.assert_allclose(watched[0], ours.theta[-1, 0], rtol=1e-9)


def test_the_builds_one_at_a_time_are_of_every_piece(monkeypatch):
    made = []
    monkeypatch.setattr(build, "build", made.extend)
    exec(benchmark.ONE_AT_A_TIME, {})
    assert made == catalogue.names()
    assert benchmark.STUDIED in made

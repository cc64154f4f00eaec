"""Does it work?: what the page shows of the reach is the same where a machine rounds otherwise, but for thin lines."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from momentum.chapters.does_it_work.study_reach import searches, steady
from momentum.study import training
from momentum.study.kept import study
from momentum.study.plan import FULL_BATCH, REGIMES, TUNING_SEEDS, regimes
from momentum.study.training import Setting, train


def losses(regime: str, settings: list[Setting]) -> np.ndarray:
    """The last training loss at each setting, of one seed."""
    plan = next(one for one in regimes(study().epochs, study().batch_size) if one.name == regime)
    task = replace(plan.search(0.0, [1.0])[0], settings=tuple(settings), seeds=TUNING_SEEDS[:1])
    return np.asarray(train(task).ends[0, -1, :, 0])


def nudged(patch: pytest.MonkeyPatch, regime: str, settings: list[Setting]) -> np.ndarray:
    """The same from first weights that are off by as much as single precision rounds."""
    given = training.starts
    with patch.context() as one:
        one.setattr(training, "starts", lambda *what: given(*what) * (1 + 2.0**-22))
        return losses(regime, settings)


@pytest.mark.parametrize("regime", REGIMES)
def test_a_curve_does_not_depend_on_rounding_as_long_as_it_is_steady(
    monkeypatch: pytest.MonkeyPatch, regime: str
) -> None:
    last = [(search.beta, search.rates[steady(search) - 1]) for search in searches(regime)]
    np.testing.assert_allclose(nudged(monkeypatch, regime, last), losses(regime, last), rtol=0.02)


def test_where_a_curve_is_thin_it_may(monkeypatch: pytest.MonkeyPatch) -> None:
    thin = [(search.beta, rate) for search in searches(FULL_BATCH) for rate in search.rates[steady(search) :][:3]]
    one, other = losses(FULL_BATCH, thin), nudged(monkeypatch, FULL_BATCH, thin)
    assert np.nanmax(np.abs(other / one - 1)) > 0.1

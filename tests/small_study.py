"""A study small enough for a test, and the one that the store has."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from momentum.store.workers import processes
from momentum.study import kept, plan
from momentum.study.findings import Study

SMALL = {"seeds": (0, 1), "betas": (0, 0.9), "rates": (0.5, 1.0), "epochs": 1, "sizes": (64,), "target": 1.0}
STEPS, LONGER = 4, 10


@contextmanager
def shortened() -> Iterator[None]:
    """On the full batch a study goes but a tenth of its way, on any crew: how far is part of each task."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(plan, "FULL_BATCH_STEPS", STEPS)
        patch.setattr(plan, "FULL_BATCH_LONGER", LONGER)
        yield


def stored() -> Study:
    """The study as the store has it: a build has run it, and no test runs it again."""
    with processes() as executor:
        kept.prepare(executor)
    return kept.study()

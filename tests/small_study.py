"""A study small enough for a test, and the one that the store has."""

from momentum.store.workers import processes
from momentum.study import kept
from momentum.study.findings import Study

SMALL = {"seeds": (0, 1), "betas": (0, 0.9), "rates": (0.5, 1.0), "epochs": 1, "sizes": (64,), "target": 1.0}


def stored() -> Study:
    """The study as the store has it: a build has run it, and no test runs it again."""
    with processes() as executor:
        kept.prepare(executor)
    return kept.study()

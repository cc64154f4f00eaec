"""Studies of several settings in one folder: one that ends takes its own results from the unfinished, and no others."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from experiment_command import SMALL, run, thread
from momentum.store import store
from momentum.study import cli
from momentum.study.ledger import Ledger
from momentum.study.race import RaceTask

ONE, OTHER = RaceTask(((0.0, 1.0),), (0,), 905, 0.1), RaceTask(((0.0, 1.0),), (1,), 905, 0.1)
OTHERWISE = [*SMALL, "--batch-size", "64", "--rates", "0.25,0.75"]


def test_a_study_that_is_done_takes_its_own_lines_and_those_of_other_code(tmp_path: Path) -> None:
    path, result = tmp_path / "file", np.array([[7.0]])
    Ledger(path, "old code").put(ONE, result)
    Ledger(path, "key").put(OTHER, result)
    done = Ledger(path, "key")
    assert len(done) == 1
    assert done.get(ONE) is None
    done.put(ONE, result)
    done.forget()
    assert len(path.read_text("utf-8").splitlines()) == 1
    left = Ledger(path, "key")
    assert left.get(OTHER) is not None
    assert left.get(ONE) is None
    left.forget()
    assert list(tmp_path.iterdir()) == []
    left.forget()


@contextmanager
def breaking(workers: int | None = None, **_: Any) -> Any:
    """A crew that does five tasks and is interrupted."""
    left = iter(range(5))

    def work(function: Any, task: Any) -> Any:
        if next(left, None) is None:
            raise KeyboardInterrupt
        return function(task)

    class Crew(ThreadPoolExecutor):
        def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Any:
            return super().submit(work, fn, *args, **kwargs)

    with Crew(1) as crew:
        yield crew


@pytest.mark.usefixtures("own_store")
def test_a_study_that_ends_leaves_what_one_of_other_settings_has_begun(monkeypatch: pytest.MonkeyPatch) -> None:
    kept = store.root() / "experiment" / cli.UNFINISHED
    monkeypatch.setattr(cli, "processes", breaking)
    assert run(*OTHERWISE) == 130
    begun = kept.read_text("utf-8").splitlines()
    monkeypatch.setattr(cli, "processes", thread)
    assert run(*SMALL) == 0
    left = kept.read_text("utf-8").splitlines()
    assert left
    assert set(left) <= set(begun)
    assert run(*OTHERWISE) == 0
    assert not kept.exists()

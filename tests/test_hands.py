"""How many processes a build begins: as many as it has pieces to make, and for the study one a core."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest

from momentum.build import catalogue, work


@pytest.mark.parametrize(("needs", "hands"), [(frozenset({"study"}), 5), (frozenset(), 1)])
def test_a_single_piece_has_as_many_hands_as_there_is_work_for(monkeypatch, needs, hands):
    asked = []

    @contextmanager
    def pool(jobs, *, preload):
        asked.append(jobs)
        with ThreadPoolExecutor(1) as crew:
            yield crew

    monkeypatch.setattr(work, "processes", pool)
    monkeypatch.setattr(work, "cores", lambda: 5)
    monkeypatch.setattr(work, "timed", lambda name, maker, module: name)
    monkeypatch.setattr(work, "_prepare_study", lambda workers, progress: None)
    items = [catalogue.Item("one", "numbers", "nowhere", "key", needs)]
    assert [made for _, made in work.made(items, None, print)] == ["one"]
    assert asked == [hands]

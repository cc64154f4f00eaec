"""How many processes a build begins, and in which order the pieces go to them."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest

from momentum.build import catalogue, times, work
from momentum.store import store
from momentum.study import kept


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


@pytest.mark.parametrize(("studied", "order"), [(True, "seen plain"), (False, "plain seen")])
def test_what_needs_the_study_waits_for_it_only_where_the_store_lacks_it(monkeypatch, studied, order):
    """What takes longest would else begin last, and one core would make it while the others are done."""
    items = [catalogue.Item(name, "figure", "nowhere", "key", frozenset(needs))
             for name, needs in (("seen", {"study"}), ("plain", ()))]  # fmt: skip
    monkeypatch.setattr(work, "timed", lambda name, maker, module: name)
    monkeypatch.setattr(work, "_studied", lambda: studied)
    monkeypatch.setattr(work, "_prepare_study", lambda workers, progress: None)
    with ThreadPoolExecutor(1) as crew:
        sent, submit = [], crew.submit
        monkeypatch.setattr(crew, "submit", lambda *what: sent.append(what[1]) or submit(*what))
        assert {made for _, made in work.made(items, crew, print)} == {"seen", "plain"}
    assert sent == order.split()


def test_of_what_was_never_made_here_numbers_begin_first_and_what_is_sought_on_a_grid(monkeypatch, tmp_path):
    monkeypatch.setenv("MOMENTUM_CACHE", str(tmp_path))
    order = [item.name for item in times.longest_first(catalogue.items().values())]
    numbers = catalogue.names("numbers")
    assert sorted(order[: len(numbers)]) == numbers
    sought = order[len(numbers) : order.index("averaging-calms")]
    assert {"six-methods", "study-landscape", "turned-valley", "loss-ackley"} <= set(sought)
    assert not {"zigzag", "one-step"} & set(sought)
    times.note({"zigzag": 3.0})
    assert times.longest_first(catalogue.items().values())[0].name == "zigzag"


def test_a_build_knows_whether_the_store_holds_the_study(monkeypatch, tmp_path):
    monkeypatch.setenv("MOMENTUM_CACHE", str(tmp_path))
    assert not work._studied()
    store.kept(kept.key(), "study", lambda: {kept.FILE: b"{}"})
    assert work._studied()

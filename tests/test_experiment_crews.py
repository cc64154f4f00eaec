"""The study is the same on every crew, ends where a task fails, and does nothing twice."""

from concurrent.futures import Executor, Future, ThreadPoolExecutor

import pytest

from momentum.store.workers import SETTINGS, THREAD_SETTINGS, cluster, processes
from momentum.study.findings import Study
from momentum.study.relay import Part, relay
from momentum.study.run import study
from small_study import SMALL, shortened

pytestmark = pytest.mark.usefixtures("short")


@pytest.fixture(scope="module")
def short():
    with shortened():
        yield


@pytest.fixture(scope="module")
def counted(short) -> tuple[Study, list[tuple[int, int]]]:
    """A small study, made here, and what was told of its progress."""
    told = []
    return study(progress=lambda *done: told.append(done), **SMALL), told


@pytest.fixture(scope="module")
def dask():
    from distributed import LocalCluster  # which the other processes do without

    # Its workers are threads of this process: what is sent to them goes through the network all the same.
    with LocalCluster(
        n_workers=2, threads_per_worker=1, processes=False, dashboard_address=None, protocol="tcp"
    ) as local:
        yield local.scheduler_address


def test_every_task_is_counted_once(counted):
    _, told = counted
    assert [done for done, _ in told] == list(range(1, told[-1][1] + 1))


@pytest.mark.parametrize("crew", ["processes", "threads", "dask"])
def test_every_crew_finds_the_same(counted, crew, request):
    small, _ = counted
    if crew == "dask":
        with cluster(request.getfixturevalue("dask")) as executor:
            found = study(executor, **SMALL)
    else:
        with processes(2) if crew == "processes" else ThreadPoolExecutor(2) as executor:
            found = study(executor, **SMALL)
    assert found.to_json() == small.to_json()


class Broken(Executor):
    """Does the first few tasks and then fails."""

    def __init__(self, good):
        self.left, self.futures = good, []

    def submit(self, fn, /, *args, **kwargs):
        future: Future = Future()
        self.futures.append(future)
        if self.left > 0:
            future.set_result(fn(*args, **kwargs))
        elif self.left == 0:
            future.set_exception(RuntimeError("the machine is on fire"))
        self.left -= 1
        return future


def test_a_failing_task_ends_the_study_and_calls_off_the_rest():
    executor = Broken(2)
    with pytest.raises(RuntimeError, match="on fire"):
        study(executor, **SMALL)
    assert all(future.done() for future in executor.futures)
    assert executor.futures[-1].cancelled()


class Notes(dict):
    """A memory that counts what it was asked for in vain."""

    def put(self, task, result):
        self[task] = result


def test_what_is_remembered_is_not_done_again():
    notes, done = Notes(), []

    def part(first):
        def steps():
            one = yield [first, first + 1]
            two = yield [sum(one)]
            return one, two

        return Part(3, steps())

    def perform(task):
        done.append(task)
        return 10 * task

    with ThreadPoolExecutor(2) as workers:
        found = relay([part(1), part(5)], workers, perform, memory=notes)
        assert found == [([10, 20], [300]), ([50, 60], [1100])]
        assert sorted(done) == [1, 2, 5, 6, 30, 110]
        done.clear()
        told: list[tuple[int, int]] = []
        again = relay([part(1), part(5), part(6)], workers, perform, memory=notes, progress=lambda *at: told.append(at))
        assert again == [*found, ([60, 70], [1300])]
        assert sorted(done) == [7, 130]
        assert told == [(number, 9) for number in range(1, 10)], "what is remembered is done"


def test_the_environment_is_as_before_after_the_pool(monkeypatch):
    import os

    monkeypatch.setenv(THREAD_SETTINGS[0], "7")
    monkeypatch.delenv(THREAD_SETTINGS[1], raising=False)
    with processes(1) as executor:
        assert {name: executor.submit(os.getenv, name).result() for name in SETTINGS} == SETTINGS
    assert {SETTINGS[name] for name in THREAD_SETTINGS} == {"1"}
    assert os.environ[THREAD_SETTINGS[0]] == "7"
    assert THREAD_SETTINGS[1] not in os.environ

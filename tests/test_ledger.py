"""The ledger of an unfinished study: results to the bit, for its own tasks and its own code alone."""

import numpy as np

from momentum.study.ledger import Ledger
from momentum.study.race import RaceTask
from momentum.study.training import Task, train


def test_a_ledger_keeps_results_to_the_bit_and_knows_its_own_tasks(tmp_path):
    task = Task(((0.5, 0.2),), (0,), ((2,),), (0, 2), 32)
    ledger, result = Ledger(tmp_path / "file", "key"), train(task)
    ledger.put(task, result)
    race = RaceTask(((0.0, 1.0),), (0,), 905, 0.1)
    ledger.put(race, np.array([[math_nan := float("nan"), 7.0]]))
    with (tmp_path / "file").open("a") as file:
        file.write('{"task": "cut sho')
    again = Ledger(tmp_path / "file", "key")
    assert len(again) == 2
    np.testing.assert_array_equal(again.get(task).curves, result.curves)
    np.testing.assert_array_equal(again.get(task).ends, result.ends)
    np.testing.assert_array_equal(again.get(race), [[math_nan, 7.0]])
    assert again.get(RaceTask(((0.0, 1.0),), (1,), 905, 0.1)) is None
    assert Ledger(tmp_path / "file", "other code").get(task) is None

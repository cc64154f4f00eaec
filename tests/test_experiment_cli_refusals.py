"""`momentum experiment` refuses what makes no study, before the work and with a sentence."""

from contextlib import contextmanager

import pytest

from experiment_command import run
from momentum.study import cli as experiment_cli

pytestmark = pytest.mark.usefixtures("own_store")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--betas", "0.5"], "betas must be different numbers in [0, 1), 0 (the baseline) among them; got [0.5]."),
        (["--epochs", "0"], "epochs must be at least 1; got 0."),
        (["--target", "-1"], "target must be a positive training loss; got -1."),
        (["--batch-sizes", "906"], "batch_sizes must be different whole numbers in [1, 905]; got [906]."),
        (["--workers", "0"], "workers must be at least 1; got 0."),
        (["--executor", "here"], "executor must be an address such as tcp://10.0.0.5:8786; got 'here'."),
        (["--executor", "tcp://a:1", "--workers", "2"], "--workers and --executor exclude each other; got both."),
        (["--output", __file__], f"--output must be a folder that can be written; got {__file__} (File exists)."),
    ],
)
def test_bad_settings_get_a_sentence_and_exit_code_2(capsys, arguments, message):
    assert run(*arguments) == 2
    assert capsys.readouterr().err == f"momentum experiment: {message}\n"


@pytest.mark.parametrize("taken", ["study.json", "races.csv", "unfinished.jsonl"])
def test_an_output_that_cannot_be_written_is_refused_before_the_work(tmp_path, capsys, monkeypatch, taken):
    @contextmanager
    def begun(workers):
        yield pytest.fail("The work has begun.")

    monkeypatch.setattr(experiment_cli, "processes", begun)
    (tmp_path / taken).mkdir()
    assert run("--output", str(tmp_path)) == 2
    said = f"--output must be a folder that can be written; got {tmp_path / taken} (Is a directory)."
    assert capsys.readouterr().err == f"momentum experiment: {said}\n"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--seeds", "many"], "must be whole numbers as 0-9 or 3,7,11; got 'many'."),
        (["--seeds", "9-0"], "must be whole numbers as 0-9 or 3,7,11; got '9-0'."),
        (["--batch-sizes", "8;16"], "must be whole numbers as 0-9 or 3,7,11; got '8;16'."),
        (["--seeds", "0-99999999999999999999"], "must be at most 10,000 numbers; got '0-99999999999999999999'."),
        (["--seeds", "3,0-9999,7"], "must be at most 10,000 numbers; got '3,0-9999,7'."),
        (["--rates", "0.1;0.2"], "must be numbers with commas between them; got '0.1;0.2'."),
    ],
)
def test_what_cannot_be_read_gets_a_sentence_and_exit_code_2(capsys, arguments, message):
    with pytest.raises(SystemExit, match="2"):
        run(*arguments)
    assert message in capsys.readouterr().err


def test_seeds_may_be_ranges_and_lists():
    assert experiment_cli.whole_numbers("0-3,7") == (0, 1, 2, 3, 7)


def test_a_silent_scheduler_is_named(monkeypatch, capsys):
    from momentum.store import workers

    monkeypatch.setattr(workers.cluster.__wrapped__, "__kwdefaults__", {"timeout": 0.5})
    assert run("--executor", "tcp://127.0.0.1:9") == 2
    assert "No scheduler answers at tcp://127.0.0.1:9 within 0.5 seconds." in capsys.readouterr().err

"""A forked command is what `python` makes of it: what it says, what it ends with, what it finds."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

import warm

COMMANDS = {
    "words": ["-c", "import sys; print('out', sys.argv); print('err', file=sys.stderr)", "a", "b"],
    "a code": ["-c", "raise SystemExit(3)"],
    "a sentence": ["-c", "raise SystemExit('No.')"],
    "an exception": ["-c", "raise ValueError('No.')"],
    "an interrupt": ["-c", "import os, signal; os.kill(os.getpid(), signal.SIGINT)"],
    "a signal": ["-c", "import os; os.kill(os.getpid(), 9)"],
    "a module": ["-m", "own", "--loud"],
    "a thread that goes on": [
        "-c",
        "import threading, time; threading.Thread(target=lambda: (time.sleep(0.2), print('late'))).start()",
    ],
    "last words": ["-c", "import atexit; atexit.register(print, 'bye')"],
    "where it is": ["-c", "import os, sys; print(os.getcwd(), os.environ['HERE'], os.getsid(0) == os.getpid())"],
}


@pytest.mark.parametrize("command", COMMANDS.values(), ids=COMMANDS)
def test_it_says_and_ends_with_what_a_new_interpreter_would(command: list[str], tmp_path: Path) -> None:
    (tmp_path / "own.py").write_text("import sys\nprint(__name__, sys.argv[1:], sys.path[:2])\nsys.exit(4)\n", "utf-8")
    env = {**os.environ, "PYTHONPATH": str(tmp_path / "more"), "HERE": "there"}
    new = subprocess.run(
        [sys.executable, *command], cwd=tmp_path, env=env, preexec_fn=warm.listen, capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    forked = warm.run(command, cwd=tmp_path, env=env)
    assert (forked.returncode, forked.stdout) == (new.returncode, new.stdout)
    # A traceback begins with the server's own lines.
    assert forked.stderr.splitlines()[-1:] == new.stderr.splitlines()[-1:]


def test_it_can_be_waited_for_and_ended(tmp_path: Path) -> None:
    with (tmp_path / "said").open("wb") as said:
        command = ["-c", "import os, time; print(os.getsid(0) == os.getpid(), flush=True); time.sleep(60)"]
        process = warm.start(command, cwd=tmp_path, env=os.environ, output=said, errors=said, session=True)
    with pytest.raises(subprocess.TimeoutExpired):
        process.wait(0.5)
    assert process.poll() is None
    process.terminate()
    assert process.wait(30) == process.poll() == -signal.SIGTERM
    assert (tmp_path / "said").read_text("utf-8") == "True\n"


def test_nothing_of_the_project_is_there_before_it_is_asked_for(tmp_path: Path) -> None:
    found = warm.run(["-c", "import sys; print('momentum' in sys.modules)"], cwd=tmp_path, env=os.environ)
    assert found.stdout == "False\n"

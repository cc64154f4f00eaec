"""Starts Python commands out of a process that has loaded the libraries already: a fork, in place of a new interpreter.

A command is what follows `python`: `-m` and a module, or `-c` and code, and arguments. It is what it would be there, a
process of its own with the folder, environment and streams that it is given, and it reads the project's modules afresh.
"""

from __future__ import annotations

import atexit
import json
import os
import select
import signal
import socket
import struct
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import IO, Any

SERVER = Path(__file__).with_name("warm_server.py")
FORKS = sys.platform == "linux"  # elsewhere what the system's own libraries have begun may not outlive a fork


def listen() -> None:
    """A shell that runs the tests in its background has them, and their children, ignore interrupts."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


class Forked:
    """A process that was forked, seen as `subprocess.Popen` shows one."""

    def __init__(self, status: socket.socket) -> None:
        """Of the socket on which the server tells first its number, and then what it has ended with."""
        self.returncode: int | None = None
        self._status = status
        self.pid = self._told()

    def _told(self) -> int:
        number: int = struct.unpack("!q", self._status.recv(8, socket.MSG_WAITALL))[0]
        return number

    def poll(self) -> int | None:
        """What it has ended with, or None."""
        if self.returncode is None and select.select([self._status], [], [], 0)[0]:
            self.wait()
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        """What it has ended with; raises TimeoutExpired if it hasn't by then."""
        if self.returncode is None:
            if not select.select([self._status], [], [], timeout)[0]:
                raise subprocess.TimeoutExpired(f"process {self.pid}", timeout or 0)
            self.returncode = self._told()
            self._status.close()
        return self.returncode

    def send_signal(self, number: int) -> None:
        """Sends it a signal unless it has ended."""
        if self.poll() is None:
            os.kill(self.pid, number)

    def terminate(self) -> None:
        """Asks it to end."""
        self.send_signal(signal.SIGTERM)


@cache
def _server() -> socket.socket:
    """What talks to the server of this process, which ends with it."""
    ours, theirs = socket.socketpair()
    with theirs:
        bare = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
        command = [sys.executable, str(SERVER), str(theirs.fileno())]
        server = subprocess.Popen(command, env=bare, stdin=subprocess.DEVNULL, pass_fds=[theirs.fileno()])

    def end() -> None:
        ours.close()
        server.wait()

    atexit.register(end)
    return ours


def start(
    command: Sequence[str],
    *,
    cwd: Path,
    env: Mapping[str, str],
    output: IO[Any],
    errors: IO[Any],
    session: bool = False,
) -> Forked | subprocess.Popen[bytes]:
    """Begins a command that writes to these files, with `session` in a group of its own; it hears interrupts."""
    if not FORKS:
        return subprocess.Popen(
            [sys.executable, *command], cwd=cwd, env=env, stdin=subprocess.DEVNULL, stdout=output, stderr=errors,
            start_new_session=session, preexec_fn=listen,
        )  # fmt: skip
    ours, theirs = socket.socketpair()
    with theirs:
        socket.send_fds(_server(), [b"."], [output.fileno(), errors.fileno(), theirs.fileno()])
    wanted = {"command": list(command), "cwd": str(cwd), "env": dict(env), "session": session}
    ours.sendall(json.dumps(wanted).encode() + b"\n")
    return Forked(ours)


def run(command: Sequence[str], *, cwd: Path, env: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    """Runs a command to its end, and gives back what it has said."""
    with (
        tempfile.TemporaryFile("w+", encoding="utf-8") as output,
        tempfile.TemporaryFile("w+", encoding="utf-8") as errors,
    ):
        code = start(command, cwd=cwd, env=env, output=output, errors=errors).wait()
        for file in (output, errors):
            file.seek(0)
        return subprocess.CompletedProcess(list(command), code, output.read(), errors.read())

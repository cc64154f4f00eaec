"""A copy of the project as `mkdocs serve` shows it, with what the server says."""

from __future__ import annotations

import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple
from urllib.request import urlopen

import warm
from copied import environment

PATIENCE = 120


class Server(NamedTuple):
    """A server that runs: its address, its process, and the file that holds what it says."""

    address: str
    process: warm.Forked | subprocess.Popen[bytes]
    log: Path

    def wait(self, words: str, times: int = 1) -> None:
        """Returns when it has said `words` so many times."""
        end = time.monotonic() + PATIENCE
        while self.log.read_text("utf-8").count(words) < times:
            assert time.monotonic() < end, self.log.read_text("utf-8")
            time.sleep(0.2)

    def read(self, path: str = "") -> bytes:
        """What stands at a path."""
        with urlopen(f"{self.address}{path}", timeout=PATIENCE) as answer:
            content: bytes = answer.read()
        return content


@contextmanager
def served(project: Path, **settings: str) -> Iterator[Server]:
    """The server of a copy of the project, in a group of processes of its own."""
    log = project / "serve.log"
    with log.open("w", encoding="utf-8") as output, socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{free.getsockname()[1]}"
        free.close()
        command, env = ["-m", "mkdocs", "serve", "--dev-addr", address], environment(project) | settings
        process = warm.start(command, cwd=project, env=env, output=output, errors=output, session=True)
        server = Server(f"http://{address}/", process, log)
        try:
            server.wait("Serving on")
            yield server
        finally:
            process.terminate()
            process.wait(30)

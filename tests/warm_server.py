"""The process that `warm` forks commands from: it loads the libraries and waits; nothing of the project is among them.

It stays one thread, and ends when whoever asks it has ended.
"""

from __future__ import annotations

import atexit
import contextlib
import gc
import importlib
import json
import os
import runpy
import signal
import socket
import struct
import sys
import threading
import types
from typing import Any

# What a build of the site and the commands import; what is missing here they import themselves.
LIBRARIES = (
    "concurrent.futures.process", "multiprocessing.connection", "mkdocs.commands.build", "mkdocs.commands.serve",
    "mkdocs.contrib.search.search_index", "material.plugins.search.plugin", "mkdocs_gen_files.plugin",
    "mkdocstrings_handlers.python", "markdown.extensions.abbr", "markdown.extensions.admonition",
    "markdown.extensions.attr_list", "markdown.extensions.def_list", "markdown.extensions.fenced_code",
    "markdown.extensions.footnotes", "markdown.extensions.md_in_html", "markdown.extensions.tables",
    "markdown.extensions.toc", "pymdownx.details", "pymdownx.snippets", "pymdownx.superfences", "numpy",
    "PIL.IcoImagePlugin", "PIL.PngImagePlugin", "watchdog.observers.polling", "babel.support", "jinja2.ext",
    "pygments.formatters.html", "mkdocs.utils.cache", "math_core", "psutil", "tqdm",
)  # fmt: skip


def wanted(control: socket.socket) -> dict[str, Any]:
    """Forks for every command that is asked for; returns in the new process alone, with what it is to be."""
    while True:
        asked, files, _, _ = socket.recv_fds(control, 1, 3)
        if not asked:
            os._exit(0)
        if os.fork() == 0:
            control.close()
            return _begun(*files)
        for file in files:
            os.close(file)


def _begun(output: int, errors: int, told: int) -> dict[str, Any]:
    """Forks once more, so that somebody waits for the command: returns in the process that is to be it."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    with socket.socket(fileno=told) as status:
        found: dict[str, Any] = json.loads(status.makefile("r").readline())
        number = os.fork()
        if number:
            for file in (output, errors):
                os.close(file)
            status.sendall(struct.pack("!q", number))
            code = os.waitstatus_to_exitcode(os.waitpid(number, 0)[1])
            with contextlib.suppress(OSError):  # nobody has waited
                status.sendall(struct.pack("!q", code))
            os._exit(0)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    for file, place in ((output, 1), (errors, 2)):
        os.dup2(file, place)
        os.close(file)
    return found


def become(command: list[str], cwd: str, env: dict[str, str], *, session: bool) -> None:
    """Takes on the folder, environment and import path, and runs the command as the interpreter would."""
    if session:
        os.setsid()
    os.chdir(cwd)
    os.environ.clear()
    os.environ.update(env)
    sys.path[:0] = [cwd, *filter(None, env.get("PYTHONPATH", "").split(os.pathsep))]
    sys.dont_write_bytecode = bool(env.get("PYTHONDONTWRITEBYTECODE"))
    how, what, *rest = command
    sys.argv[:] = [how, *rest]
    if how == "-m":
        runpy.run_module(what, run_name="__main__", alter_sys=True)
    else:
        sys.path[0] = ""
        sys.modules["__main__"] = main = types.ModuleType("__main__")
        exec(compile(what, "<string>", "exec"), main.__dict__)


def leave(code: object) -> None:
    """Ends as the interpreter does at `sys.exit(code)`, but for taking apart what the system takes back anyway."""
    if code is not None and not isinstance(code, int):
        print(code, file=sys.stderr)
    threading._shutdown()  # type: ignore[attr-defined]
    atexit._run_exitfuncs()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit((code or 0) & 255 if isinstance(code, int | None) else 1)


if __name__ == "__main__":
    del sys.path[0]  # the folder of this file
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # a terminal sends it to all
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # who waits for a command needs nobody who waits for it
    for library in LIBRARIES:
        importlib.import_module(library)
    gc.freeze()
    # Out here, any other exception ends this process as it would end an interpreter's.
    try:
        become(**wanted(socket.socket(fileno=int(sys.argv[1]))))
    except SystemExit as end:
        leave(end.code)
    else:
        leave(None)

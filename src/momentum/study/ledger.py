"""What an interrupted study has finished: a line a task, in a file from which the next run resumes."""

import contextlib
import hashlib
import json
from pathlib import Path
from typing import Any

import numpy as np

from momentum.study.training import Trained


class Ledger:
    """The results of finished tasks, kept in `path` as they come; `key` names the code that made them.

    A line of other code, or one that was cut short, counts for nothing. Runs of other settings may keep theirs in the
    same file. Raises OSError where the file can't be read or written.
    """

    def __init__(self, path: Path, key: str) -> None:
        self.path, self._key = path, key
        self._code = hashlib.sha256(key.encode()).hexdigest()[:32]
        self._known: dict[str, Any] = {}
        self._asked: set[str] = set()
        if path.is_file():
            for line in path.read_text("utf-8").splitlines():
                with contextlib.suppress(ValueError, KeyError, TypeError):
                    kept = json.loads(line)
                    if kept["code"] == self._code:
                        self._known[kept["task"]] = _result(kept["found"])

    def __len__(self) -> int:
        return len(self._known)

    def get(self, task: Any) -> Any:
        """The result of a task, or None."""
        self._asked.add(self._name(task))
        return self._known.get(self._name(task))

    def put(self, task: Any, result: Any) -> None:
        """Keep a result, at once."""
        plain = {"curves": result.curves, "ends": result.ends} if isinstance(result, Trained) else {"steps": result}
        found = {name: values.tolist() for name, values in plain.items()}
        with self.path.open("a", encoding="utf-8") as file:
            file.write(json.dumps({"code": self._code, "task": self._name(task), "found": found}) + "\n")
        self._known[self._name(task)] = result
        self._asked.add(self._name(task))

    def forget(self) -> None:
        """Remove what this study asked for, which is done, and lines of other code; the file too, if none is left."""
        others: list[str] = []
        for line in self.path.read_text("utf-8").splitlines() if self.path.is_file() else []:
            with contextlib.suppress(ValueError, KeyError, TypeError):
                kept = json.loads(line)
                if kept["code"] == self._code and kept["task"] not in self._asked:
                    others.append(f"{line}\n")
        if others:
            draft = self.path.with_name(f"{self.path.name}.draft")
            draft.write_text("".join(others), "utf-8")
            draft.replace(self.path)
        else:
            self.path.unlink(missing_ok=True)

    def _name(self, task: Any) -> str:
        return hashlib.sha256(f"{self._key} {task!r}".encode()).hexdigest()[:32]


def _result(found: dict[str, Any]) -> Any:
    if "steps" in found:
        return np.array(found["steps"])
    return Trained(np.array(found["curves"]), np.array(found["ends"]))

"""Whether what was begun has ended: a group of processes, or a time of waiting."""

from __future__ import annotations

import contextlib
import os
import time

# The promise is two seconds; a machine that is busy with other tests gets more before this counts as hanging.
PATIENCE = 30.0


def alive(group: int) -> bool:
    """Whether a process of a group is left."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(group, 0)
        return True
    return False


def wait_for(condition: object, seconds: float = PATIENCE) -> bool:
    """Whether a condition comes true within so many seconds."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():  # type: ignore[operator]
            return True
        time.sleep(0.05)
    return False

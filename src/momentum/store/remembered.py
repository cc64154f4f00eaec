"""Remembers what pure functions of this package made of texts, for as long as nothing that they read changes."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from momentum.store import keys, pinned, store


def remembered(function: Callable[..., Any], *arguments: Any, **named: Any) -> Any:
    """What `function` makes of arguments that JSON can hold, as JSON gives it back: made now, or out of the store.

    A store that can't be written is no fault here: the result is made again. What was made while the sources changed
    is not kept.
    """
    said = json.dumps([function.__qualname__, arguments, named], ensure_ascii=False, sort_keys=True)
    key = keys.key(function.__module__, salt=said)
    found = store.read(key)
    if found is not None:
        return found["value"]
    value = function(*arguments, **named)
    if pinned.unchanged():
        with suppress(store.StoreError):
            store.remember(key, function.__qualname__, value)
    return json.loads(json.dumps(value, sort_keys=True))

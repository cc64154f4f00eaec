"""How a loss is called in a title: as its author's name is spelt."""

from __future__ import annotations

import re

from momentum.engine.losses import LOSSES

_WORD = re.compile(r"[^\W\d]+")


def title(name: str) -> str:
    """The name of a loss of the registry, with a capital, and with those that a name has.

    >>> title("mccormick"), title("styblinski-tang"), title("double well")
    ('McCormick', 'Styblinski–Tang', 'Double well')
    """
    spelt = {word.lower(): word for word in _WORD.findall(LOSSES[name].source)}
    words = _WORD.sub(lambda word: spelt.get(word[0], word[0]), name).replace("-", "–")
    return words[0].upper() + words[1:]

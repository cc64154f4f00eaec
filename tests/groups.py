"""Which tests run in one process, one after the other, and which of those groups begin first."""

from __future__ import annotations

import re

# What goes to one process as a whole, besides single files: the tests in an engine, which starts once for all of them;
# those that take what they look at from one visit to a page; those that draw every panel and every figure again.
SHARED = {
    "visits": ("browser_site", "engines", "frame_engines", "typesetting"),
    "drawn": (
        "cuts", "figures", "says_arrows", "says_axes", "says_charts", "says_maps", "says_parts", "says_pictures",
        "says_runs", "says_words",
    ),
}  # fmt: skip
# In this order: what takes longest must not begin last, and while one process builds the site others need none.
LONGEST = (
    "visits", "drawn", "webkit", "faults", "firefox", "frame", "serving", "site_in_use", "interrupts", "newcomers",
    "build", "cues", "explorer_page", "explorer_everywhere", "explorer_hands", "player_controls", "kept_site", "guess",
    "look", "restored", "player", "player_hands", "pages_losses", "pages_other_ways", "keys", "player_work", "kept",
    "experiment_cli_ends", "explorer_engines", "explorer_controls", "experiment_crews", "deeper", "folds",
)  # fmt: skip


def group(test: str) -> str:
    """What a test belongs to, by its name: an engine other than the main browser, a set of files, or its own file."""
    if engine := re.search(r"[\[-](firefox|webkit)[\]-]", test):
        return engine[1]
    file = test.partition("::")[0].rpartition("/")[2].removeprefix("test_").removesuffix(".py")
    return next((name for name, files in SHARED.items() if file in files), file)

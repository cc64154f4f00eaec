"""The first script of a build: forgets the package, so that under `mkdocs serve` an edited module is read afresh.

The files of the package are noted before any of them is read: what is made while one is saved is not kept.
"""

import importlib.util
import runpy
import sys

for name in [name for name in sys.modules if name.partition(".")[0] == "momentum"]:
    del sys.modules[name]
folder = importlib.util.find_spec("momentum").submodule_search_locations[0]
at_first = runpy.run_path(f"{folder}/store/pinned.py")["AT_FIRST"]

from momentum.store import pinned  # noqa: E402

pinned.AT_FIRST = at_first

"""The first script of a build: forgets the package, so that under `mkdocs serve` an edited module is read afresh."""

import sys

for name in [name for name in sys.modules if name.partition(".")[0] == "momentum"]:
    del sys.modules[name]

"""Run every benchmark, or those named: `python -m benchmarks [name ...]`; prints tables of ratios."""

from __future__ import annotations

import importlib
import os
import platform
import sys
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

# One thread for everybody, before a numerical library is imported: what is compared is the work, not the cores.
for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS"):
    os.environ.setdefault(variable, "1")

PACKAGES = ("numpy", "matplotlib", "pillow", "imageio", "torch", "numba", "jax", "optax")


def versions() -> str:
    """Python and the packages that are compared, as installed."""
    parts = [f"Python {platform.python_version()}"]
    for package in PACKAGES:
        try:
            parts.append(f"{package} {version(package)}")
        except PackageNotFoundError:
            continue
    return ", ".join(parts)


def main(names: list[str]) -> None:
    """Print the table of each benchmark, and which peers are not installed."""
    from benchmarks.table import absent, table

    found = sorted(path.stem for path in Path(__file__).parent.glob("[a-z]*.py"))
    found = [name for name in found if name not in ("peers", "table")]
    if unknown := set(names) - set(found):
        sys.exit(f"a benchmark must be one of {', '.join(found)}; got {', '.join(sorted(unknown))}.")
    modules = [importlib.import_module(f"benchmarks.{name}") for name in found if name in (names or found)]
    print(versions(), flush=True)
    for module in modules:
        if hasattr(module, "rows"):
            rows = module.rows()
            print(f"\n{(module.__doc__ or '').splitlines()[0]}\n\n{table(rows)}", flush=True)
            if absent(rows):
                print(f"\nNot installed: {', '.join(absent(rows))}.", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])

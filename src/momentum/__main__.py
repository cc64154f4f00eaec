"""`python -m momentum`: the same as the command `momentum`."""

from momentum.cli import main

if __name__ == "__main__":
    raise SystemExit(main())

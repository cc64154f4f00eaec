"""The engine: losses, rules that take steps, the loop, and what is measured of a run. It needs NumPy alone."""

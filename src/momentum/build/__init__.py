"""Makes what the store lacks: every figure and every set of numbers, each from its own file."""

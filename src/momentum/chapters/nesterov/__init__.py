"""The page on Nesterov's method."""

"""The page on the theory."""

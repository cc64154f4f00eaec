"""The page on limits."""

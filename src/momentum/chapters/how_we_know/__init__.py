"""The page on how we know."""

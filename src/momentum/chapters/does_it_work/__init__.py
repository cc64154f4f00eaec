"""The page on whether it works."""

"""The page on the ravine."""

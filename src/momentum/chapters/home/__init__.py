"""The page on home."""

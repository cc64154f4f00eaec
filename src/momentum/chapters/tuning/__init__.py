"""The page on tuning beta."""

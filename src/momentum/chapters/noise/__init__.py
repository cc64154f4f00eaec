"""The page on noise."""

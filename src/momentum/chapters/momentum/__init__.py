"""The page on momentum."""

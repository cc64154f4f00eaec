"""The page on other ways to train faster."""

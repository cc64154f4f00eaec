"""The page on the conventions: which momentum a library means."""

"""The page on gradient descent."""

"""One room a page: its figures, its numbers, its scenery. What several chapters share stands beside them."""

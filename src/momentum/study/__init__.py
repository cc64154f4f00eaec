"""The network study: what momentum does to the training of a real network."""

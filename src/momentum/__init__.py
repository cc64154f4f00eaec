"""Seeing Momentum: the engine behind the pages."""

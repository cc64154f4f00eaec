"""Benchmarks: each module times the project's code beside its peers, in one process and one run."""

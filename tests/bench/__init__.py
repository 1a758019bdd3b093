"""Benchmarks against the peers; `make bench` runs them and writes docs/benchmarks.md."""

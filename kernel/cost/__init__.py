"""Least-cost paths over a grid: resistance, corridors and their cells."""

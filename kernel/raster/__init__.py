"""Surfaces: raster WKB, map algebra, classes, breaks."""

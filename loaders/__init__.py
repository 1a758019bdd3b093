"""Bring a region's files onto one grid and into PostGIS raster tables."""

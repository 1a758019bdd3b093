"""Raster files: opened safely, described band by band, put in order and together."""

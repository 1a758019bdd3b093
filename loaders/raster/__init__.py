"""Raster files: opened, put together, looked at, decoded and warped to the grid."""

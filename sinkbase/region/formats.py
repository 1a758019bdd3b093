"""Formats of files by the end of their name, where it tells polygons and lines from rasters."""

VECTORS = (
    ".shp", ".gpkg", ".geojson", ".json", ".gml", ".kml", ".kmz", ".gdb", ".tab", ".mif", ".fgb",
)  # fmt: skip
RASTERS = (
    ".tif", ".tiff", ".img", ".asc", ".bil", ".flt", ".nc", ".vrt", ".hdf", ".grb", ".png", ".jp2",
)  # fmt: skip

"""Legends and projects for GIS programs: QGIS, QGIS Server, MapServer, GeoServer."""

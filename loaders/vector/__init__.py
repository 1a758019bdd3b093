"""Vector files: boundary, polygons of codes, lines, and their attributes."""

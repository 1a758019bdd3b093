"""The region's grid of cells, and its tiles as PostGIS takes them."""

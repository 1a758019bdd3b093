"""Read a region's result tables and write files, maps and reports."""

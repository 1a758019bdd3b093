"""Sets of cells: patches, closing, pieces, the patterns around them."""

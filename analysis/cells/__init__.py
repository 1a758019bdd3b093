"""All cells of a region with all their values in one Parquet file, for analysts who ask for it."""

from analysis.cells.write import DESCRIBED, FILE, require_pyarrow, write_cells

__all__ = ["DESCRIBED", "FILE", "require_pyarrow", "write_cells"]

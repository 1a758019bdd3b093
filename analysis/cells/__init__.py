"""All cells of a region with all their values in one Parquet file, for analysts who ask for it."""

from analysis.cells.write import FILE, require_pyarrow, write_cells

__all__ = ["FILE", "require_pyarrow", "write_cells"]

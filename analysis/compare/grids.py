"""Whether two regions lie on one grid, and the cells that both have."""

from dataclasses import dataclass, replace

from analysis.provenance import Grid
from analysis.raster import ALIGNMENT


@dataclass(frozen=True)
class Overlap:
    """The cells of two aligned grids: the common grid and where it begins in each (row, column)."""

    grid: Grid
    a: tuple[int, int]
    b: tuple[int, int]


def disagreement(a: Grid, b: Grid) -> str | None:
    """Return why two grids cannot be laid over each other; None when they can."""
    if a.srid != b.srid:
        return f"{a.region} lies in EPSG:{a.srid}, {b.region} in EPSG:{b.srid}"
    if a.cell_size_m != b.cell_size_m:
        return (
            f"a cell of {a.region} is {a.cell_size_m:g} m wide, one of {b.region} "
            f"{b.cell_size_m:g} m"
        )
    rows, columns = _shift(a, b)
    if max(abs(rows - round(rows)), abs(columns - round(columns))) > ALIGNMENT:
        return f"the cells of {a.region} and {b.region} do not lie on each other"
    if _common(a, b) is None:
        return f"{a.region} and {b.region} have no cell in common"
    return None


def overlap(a: Grid, b: Grid) -> Overlap:
    """Return the common cells of two grids that agree."""
    common = _common(a, b)
    if common is None:
        raise ValueError("the grids have no cell in common")
    top, left, rows, columns = common
    grid = replace(
        a,
        synthetic=a.synthetic or b.synthetic,
        origin_x=a.origin_x + left * a.cell_size_m,
        origin_y=a.origin_y - top * a.cell_size_m,
        rows=rows,
        columns=columns,
    )
    shift_rows, shift_columns = map(round, _shift(a, b))
    return Overlap(grid, (top, left), (top - shift_rows, left - shift_columns))


def _shift(a: Grid, b: Grid) -> tuple[float, float]:
    """Rows and columns from A's origin to B's."""
    return (a.origin_y - b.origin_y) / a.cell_size_m, (b.origin_x - a.origin_x) / a.cell_size_m


def _common(a: Grid, b: Grid) -> tuple[int, int, int, int] | None:
    """Top row, left column, rows and columns of the common cells in A's grid."""
    shift_rows, shift_columns = map(round, _shift(a, b))
    top, left = max(0, shift_rows), max(0, shift_columns)
    bottom = min(a.rows, shift_rows + b.rows)
    right = min(a.columns, shift_columns + b.columns)
    return (top, left, bottom - top, right - left) if bottom > top and right > left else None

"""Whether two regions lie on one grid, and the cells that both have."""

from dataclasses import dataclass, replace

from analysis.results.provenance import Grid
from analysis.results.raster import ALIGNMENT
from analysis.webmap.layers import Texts, texts


@dataclass(frozen=True)
class Overlap:
    """The cells of two aligned grids: the common grid and where it begins in each (row, column)."""

    grid: Grid
    a: tuple[int, int]
    b: tuple[int, int]


def disagreement(a: Grid, b: Grid) -> Texts | None:
    """Return why two grids cannot be laid over each other; None when they can."""
    one, other = a.region, b.region
    if a.srid != b.srid:
        return texts(
            f"{one} lies in EPSG:{a.srid}, {other} in EPSG:{b.srid}",
            f"{one} 的坐标系为 EPSG:{a.srid}，{other} 为 EPSG:{b.srid}",
        )
    if a.cell_size_m != b.cell_size_m:
        sizes = a.cell_size_m, b.cell_size_m
        return texts(
            "a cell of {0} is {2:g} m wide, one of {1} {3:g} m".format(one, other, *sizes),
            "{0} 的像元边长为 {2:g} m，{1} 为 {3:g} m".format(one, other, *sizes),
        )
    rows, columns = _shift(a, b)
    if max(abs(rows - round(rows)), abs(columns - round(columns))) > ALIGNMENT:
        return texts(
            f"the cells of {one} and {other} do not lie on each other",
            f"{one} 与 {other} 的像元网格没有对齐",
        )
    if _common(a, b) is None:
        return texts(
            f"{one} and {other} have no cell in common", f"{one} 与 {other} 没有共同的像元"
        )
    return None


def overlap(a: Grid, b: Grid) -> Overlap:
    """Return the common cells of two grids that agree.

    Raises ValueError when they have none.
    """
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

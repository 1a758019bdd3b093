"""The region's grid: cells on multiples of the cell size, cut in row-major tiles."""

import math
from collections.abc import Iterator
from dataclasses import dataclass

from affine import Affine


@dataclass(frozen=True)
class Cells:
    """A rectangle of square cells; `left`, `top` and `size` in metres of the region's CRS."""

    left: float
    top: float
    size: float
    columns: int
    rows: int

    @property
    def transform(self) -> Affine:
        """From (column, row) to (x, y); north up."""
        return Affine(self.size, 0, self.left, 0, -self.size, self.top)

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """Left, bottom, right, top."""
        right = self.left + self.columns * self.size
        return self.left, self.top - self.rows * self.size, right, self.top

    @property
    def shape(self) -> tuple[int, int]:
        """Rows, columns."""
        return self.rows, self.columns

    @property
    def centre(self) -> tuple[float, float]:
        """The middle of the rectangle."""
        left, bottom, right, top = self.bounds
        return (left + right) / 2, (bottom + top) / 2

    def part(self, row: int, column: int, rows: int, columns: int) -> "Cells":
        """The rectangle of cells that starts at (row, column) of this one."""
        left, top = self.left + column * self.size, self.top - row * self.size
        return Cells(left, top, self.size, columns, rows)

    def finer(self, times: int) -> "Cells":
        """The same rectangle with cells `times` smaller."""
        return Cells(
            self.left, self.top, self.size / times, self.columns * times, self.rows * times
        )

    def grown(self, cells: int) -> "Cells":
        """The rectangle with so many more cells on each side."""
        return self.part(-cells, -cells, self.rows + 2 * cells, self.columns + 2 * cells)


@dataclass(frozen=True)
class Tile:
    """One tile of a grid; tile 1 lies at the top left, numbers run along the rows."""

    tile_id: int
    row: int
    column: int
    cells: Cells


@dataclass(frozen=True)
class Grid:
    """A rectangle of cells in a CRS, and the side of its tiles in cells."""

    srid: int
    cells: Cells
    tile_size: int

    @property
    def tile_columns(self) -> int:
        """Tiles in a row."""
        return math.ceil(self.cells.columns / self.tile_size)

    @property
    def tile_rows(self) -> int:
        """Rows of tiles."""
        return math.ceil(self.cells.rows / self.tile_size)

    @property
    def tile_count(self) -> int:
        """Tiles in all."""
        return self.tile_columns * self.tile_rows

    def tiles(self) -> Iterator[Tile]:
        """Every tile, row by row; those at the right and the bottom may be smaller."""
        side, cells = self.tile_size, self.cells
        for row in range(self.tile_rows):
            for column in range(self.tile_columns):
                rows = min(side, cells.rows - row * side)
                columns = min(side, cells.columns - column * side)
                part = cells.part(row * side, column * side, rows, columns)
                yield Tile(row * self.tile_columns + column + 1, row, column, part)


def snapped(
    bounds: tuple[float, float, float, float], size: float, srid: int, tile_size: int
) -> Grid:
    """The least grid over the bounds whose edges are multiples of the cell size."""
    left, bottom, right, top = (value / size for value in bounds)
    left, bottom, right, top = (
        math.floor(left),
        math.floor(bottom),
        math.ceil(right),
        math.ceil(top),
    )
    cells = Cells(left * size, top * size, size, right - left, top - bottom)
    return Grid(srid, cells, tile_size)

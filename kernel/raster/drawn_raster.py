"""Rasters drawn as text, for tests and for trying things out."""

from __future__ import annotations

import numpy

from kernel.errors import KernelError
from kernel.raster.wkb import Geometry, encode

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kernel.arrays import Floats


def cells_of(drawing: str) -> Floats:
    """The cells of a drawing, (rows, columns): rows on lines or after `/`, `.` for a missing one.

    Raises KernelError when the rows differ in length or a cell is no number.
    """
    lines = [line.split() for line in drawing.replace("/", "\n").splitlines() if line.strip()]
    lengths = sorted({len(line) for line in lines})
    if len(lengths) != 1:
        raise KernelError(f"rows of {lengths} cells, expected rows of one length")
    try:
        return numpy.array(
            [[numpy.nan if cell == "." else float(cell) for cell in line] for line in lines]
        )
    except ValueError:
        raise KernelError("a cell is no number; a missing one is drawn as .") from None


def drawn_raster(drawing: str, pixel_type: str, *where: float) -> str:
    """What sinkbase.drawn_raster makes of a drawing: raster WKB as hexadecimal text.

    `where` is the size of a cell, x and y of the top left corner, and the SRID.
    """
    cell_size, left_x, top_y, srid = where
    cells = cells_of(drawing)
    rows, columns = cells.shape
    place = Geometry(cell_size, -cell_size, left_x, top_y, 0.0, 0.0, int(srid), columns, rows)
    return encode(cells, place, pixel_type).hex()

"""Areas that oriented edges enclose, as shares of the cells of a grid.

The area of a shape in a cell is a sum over the shape's edges (Green's theorem): an edge covers what
lies beside it in its own cell and, in its row, whole cells from there on. So edges are cut at the
lines of the grid, each piece adds to its cell and to the next one, and a running sum along the rows
gives the areas. Coordinates are in cells from the top left corner, x to the right, y down.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kernel.arrays import Booleans, Floats, Integers

# pieces are whole multiples of this: their sums are exact, in whatever order they are added
UNIT = 2.0**-40
NOTHING = 1e-9  # a smaller share is rounding of the coordinates, and none


@dataclass(frozen=True)
class Edges:
    """Straight lines with a code on either side, 0 for none.

    Going down, `ahead` lies on the side of larger x, and `behind` on the other.
    """

    x0: Floats
    y0: Floats
    x1: Floats
    y1: Floats
    ahead: Integers
    behind: Integers

    def only(self, which: Integers | Booleans) -> Edges:
        """Return some of the edges."""
        return Edges(
            *(self.x0[which], self.y0[which], self.x1[which], self.y1[which]),
            *(self.ahead[which], self.behind[which]),
        )


def shares_of(bulks: Iterable[Edges], rows: int, columns: int, turn: int = 1) -> dict[int, Floats]:
    """Share of each cell's area that lies between the edges of each code.

    `turn` -1: the edges run the other way round. Returns (rows, columns) for each code that covers
    a part of the grid, from the lowest code up.
    """
    sums: dict[int, Floats] = {}
    for edges in bulks:
        _add(sums, _cut_at_columns(_cut_at_rows(edges, rows, columns), columns), rows, columns)
    shares = {}
    for code in sorted(sums):
        areas = numpy.cumsum(sums[code].reshape(rows, columns + 2), axis=1)[:, :columns]
        areas *= turn
        share = numpy.minimum(areas, 1.0)
        share[share < NOTHING] = 0.0
        if share.any():
            shares[code] = share
    return shares


def _cut_at_rows(edges: Edges, rows: int, columns: int) -> Edges:
    """The edges between the top and the bottom of the grid, cut at the lines between its rows."""
    y0 = numpy.round(numpy.clip(edges.y0, 0, rows) / UNIT) * UNIT
    y1 = numpy.round(numpy.clip(edges.y1, 0, rows) / UNIT) * UNIT
    within = (y0 != y1) & ((edges.x0 < columns) | (edges.x1 < columns))
    edges, y0, y1 = edges.only(within), y0[within], y1[within]
    piece, start, end = _cut(y0, y1, numpy.floor(y0), numpy.floor(y1))
    whole = edges.only(piece)
    slope = (whole.x1 - whole.x0) / (whole.y1 - whole.y0)
    x0 = _between(whole.x0, whole.x1, whole.x0 + (start - whole.y0) * slope)
    x1 = _between(whole.x0, whole.x1, whole.x0 + (end - whole.y0) * slope)
    return Edges(x0, start, x1, end, whole.ahead, whole.behind)


def _cut_at_columns(edges: Edges, columns: int) -> Edges:
    """The edges cut at the lines between columns; beyond the grid's sides they stay whole."""
    first = numpy.clip(numpy.floor(edges.x0), -1, columns)
    last = numpy.clip(numpy.floor(edges.x1), -1, columns)
    if (first == last).all():
        return edges
    piece, start, end = _cut(edges.x0, edges.x1, first, last)
    whole = edges.only(piece)
    width = whole.x1 - whole.x0
    slope = (whole.y1 - whole.y0) / numpy.where(width == 0, 1.0, width)
    y0 = numpy.round((whole.y0 + (start - whole.x0) * slope) / UNIT) * UNIT
    y1 = numpy.round((whole.y0 + (end - whole.x0) * slope) / UNIT) * UNIT
    # an end that is an end of the whole edge stays what it is, so that pieces add up to the edge
    y0 = numpy.where(start == whole.x0, whole.y0, _between(whole.y0, whole.y1, y0))
    y1 = numpy.where(end == whole.x1, whole.y1, _between(whole.y0, whole.y1, y1))
    return Edges(start, y0, end, y1, whole.ahead, whole.behind)


def _cut(
    start: Floats, end: Floats, first: Floats, last: Floats
) -> tuple[Integers, Floats, Floats]:
    """Pieces of edges that lead from strip `first` to strip `last`, strip n lying from n to n + 1.

    Returns for each piece the place of its edge, where it begins and where it ends.
    """
    steps = (last - first).astype(numpy.int64)
    count = numpy.abs(steps) + 1
    piece = numpy.repeat(numpy.arange(len(count)), count)
    done = numpy.arange(len(piece)) - numpy.repeat(numpy.cumsum(count) - count, count)
    falls = steps[piece] < 0
    strip = first[piece] + numpy.where(falls, -done, done)
    begins = numpy.where(done == 0, start[piece], numpy.where(falls, strip + 1, strip))
    is_last = done == count[piece] - 1
    ends = numpy.where(is_last, end[piece], numpy.where(falls, strip, strip + 1))
    return piece, begins, ends


def _between(one: Floats, other: Floats, value: Floats) -> Floats:
    return numpy.clip(value, numpy.minimum(one, other), numpy.maximum(one, other))


def _add(sums: dict[int, Floats], edges: Edges, rows: int, columns: int) -> None:
    """Add pieces that lie in one cell each to the sums of the codes on their two sides."""
    middle_x, middle_y = (edges.x0 + edges.x1) / 2, (edges.y0 + edges.y1) / 2
    height = edges.y1 - edges.y0
    kept = (height != 0) & (middle_x < columns)
    middle_x, middle_y, height = numpy.maximum(middle_x[kept], 0.0), middle_y[kept], height[kept]
    column = numpy.floor(middle_x)
    # what lies left of the edge in its cell goes to the next column
    left = numpy.round(height * (middle_x - column) / UNIT) * UNIT
    place = (numpy.floor(middle_y) * (columns + 2) + column).astype(numpy.int64)
    for codes, sign in ((edges.ahead[kept], 1.0), (edges.behind[kept], -1.0)):
        for code, part in _by_code(codes):
            if code not in sums:
                sums[code] = numpy.zeros(rows * (columns + 2))
            lowest = int(place[part].min())
            at = place[part] - lowest
            beside = numpy.bincount(at, sign * (height[part] - left[part]))
            sums[code][lowest : lowest + len(beside)] += beside
            beyond = numpy.bincount(at, sign * left[part])
            sums[code][lowest + 1 : lowest + 1 + len(beyond)] += beyond


def _by_code(codes: Integers) -> Iterator[tuple[int, Integers]]:
    """Each code but 0, and the places where it stands."""
    # numpy sorts numbers of 16 bits several times faster
    short = codes.astype(numpy.uint16) if codes.max(initial=0) < 1 << 16 else codes
    order = numpy.argsort(short, kind="stable")
    found, starts = numpy.unique(codes[order], return_index=True)
    stops = numpy.append(starts, len(order))[1:].tolist()
    for code, start, stop in zip(found.tolist(), starts.tolist(), stops, strict=True):
        if code != 0:
            yield code, order[start:stop]

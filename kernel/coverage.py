"""How much of each cell of a grid pixels or polygons of a code cover, exactly.

The area of a shape in a cell is a sum over the shape's edges (Green's theorem): an edge covers what
lies beside it in its own cell and, in its row, whole cells from there on. So edges are cut at the
lines of the grid, each piece adds to its cell and to the next one, and a running sum along the rows
gives the areas. An edge between two pixels of one code would add and subtract the same: it is left
out. Coordinates are in cells from the top left corner of the grid, x to the right, y down.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy
from numpy.typing import NDArray

Floats = NDArray[numpy.float64]
Integers = NDArray[numpy.int64]
Ring = NDArray[numpy.float64]

# pieces are whole multiples of this: their sums are exact, in whatever order they are added
UNIT = 2.0**-40
NOTHING = 1e-9  # a smaller share is rounding of the coordinates, and none
EDGES_AT_ONCE = 400_000


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

    def only(self, which: Integers | NDArray[numpy.bool_]) -> "Edges":
        """Return some of the edges."""
        return Edges(
            *(self.x0[which], self.y0[which], self.x1[which], self.y1[which]),
            *(self.ahead[which], self.behind[which]),
        )


def area_shares(
    codes: NDArray[numpy.integer], x: Floats, y: Floats, rows: int, columns: int
) -> dict[int, Floats]:
    """Share of each cell's area that pixels of each code cover.

    `codes` (m, n) are the pixels, 0 where missing; `x` and `y` (m + 1, n + 1) their corners in
    cells of the grid. A pixel with a corner that is not finite counts as missing.
    Returns (rows, columns) for each code that covers a part of the grid, from the lowest code up.
    Raises ValueError when corners and pixels do not match.
    """
    if x.shape != y.shape or x.shape != (codes.shape[0] + 1, codes.shape[1] + 1):
        raise ValueError(
            f"corners {x.shape} and {y.shape} for pixels {codes.shape}: expected one corner more "
            "than pixels each way"
        )
    finite = numpy.isfinite(x) & numpy.isfinite(y)
    if not finite.all():
        whole = finite[:-1, :-1] & finite[:-1, 1:] & finite[1:, :-1] & finite[1:, 1:]
        codes = numpy.where(whole, codes, 0)
        x, y = numpy.where(finite, x, 0.0), numpy.where(finite, y, 0.0)
    return _shares(_edges_of_pixels(codes, x, y), rows, columns, _turn(codes, x, y))


def polygon_shares(rings: Sequence[Ring], rows: int, columns: int) -> Floats:
    """Share of each cell's area inside one polygon: (rows, columns).

    `rings` are the outer ring and then its holes, (corners, 2) of x and y in cells, closed or not,
    running either way.
    """
    return coded_polygon_shares([(1, rings)], rows, columns).get(1, numpy.zeros((rows, columns)))


def coded_polygon_shares(
    polygons: Iterable[tuple[int, Sequence[Ring]]], rows: int, columns: int
) -> dict[int, Floats]:
    """Share of each cell's area inside the polygons of each code; see `polygon_shares` for rings.

    Returns (rows, columns) for each code that covers a part of the grid, from the lowest code up.
    Polygons should not overlap: where those of one code do, 1 is the most; where those of several
    do, their shares are scaled to 1 in all.
    """
    shares = _shares(_in_bulks(_edges_of_polygons(polygons)), rows, columns)
    total = numpy.zeros((rows, columns))
    for share in shares.values():
        total += share
    if total.max(initial=0.0) > 1:
        too_much = numpy.maximum(total, 1.0)
        shares = {code: share / too_much for code, share in shares.items()}
    return shares


def largest(shares: dict[int, Floats]) -> NDArray[numpy.uint8]:
    """The code with the largest share of each cell, the lower one of equals, 0 where there is none.

    Raises ValueError without any share, and for codes beyond 1 to 255.
    """
    if not shares:
        raise ValueError("no shares: of what grid?")
    if min(shares) < 1 or max(shares) > 255:
        raise ValueError(f"codes from {min(shares)} to {max(shares)}, expected 1 to 255")
    shape = next(iter(shares.values())).shape
    best, result = numpy.zeros(shape), numpy.zeros(shape, numpy.uint8)
    for code in sorted(shares):
        wins = shares[code] > best + NOTHING
        result[wins] = code
        best[wins] = shares[code][wins]
    return result


def _turn(codes: NDArray[numpy.integer], x: Floats, y: Floats) -> int:
    """1 where rows of pixels go down as their columns go right, -1 for a mirrored lattice."""
    twice = (x[1:, 1:] - x[:-1, :-1]) * (y[1:, :-1] - y[:-1, 1:])
    twice -= (y[1:, 1:] - y[:-1, :-1]) * (x[1:, :-1] - x[:-1, 1:])
    return 1 if twice.sum(where=codes != 0) >= 0 else -1


def _edges_of_pixels(codes: NDArray[numpy.integer], x: Floats, y: Floats) -> Iterator[Edges]:
    """Edges between pixels of different codes, some rows of pixels at a time."""
    padded = numpy.pad(codes, 1)
    step = max(1, EDGES_AT_ONCE // (codes.shape[1] + 1))
    for top in range(0, codes.shape[0] + 1, step):
        rows = slice(top, min(top + step, codes.shape[0]))
        below = slice(rows.start + 1, rows.stop + 1)
        left, right = padded[below, :-1], padded[below, 1:]
        place = numpy.nonzero(left != right)
        start = place[0] + top, place[1]
        yield _edges(x, y, start, (1, 0), right[place], left[place])
        corners = slice(top, min(top + step, codes.shape[0] + 1))
        upper = padded[corners, 1:-1]
        lower = padded[corners.start + 1 : corners.stop + 1, 1:-1]
        place = numpy.nonzero(upper != lower)
        start = place[0] + top, place[1]
        yield _edges(x, y, start, (0, 1), upper[place], lower[place])


def _edges(
    x: Floats,
    y: Floats,
    start: tuple[Integers, Integers],
    step: tuple[int, int],
    *sides: NDArray[numpy.integer],
) -> Edges:
    """Edges from these corners to their neighbours, with the codes ahead and behind."""
    end = start[0] + step[0], start[1] + step[1]
    ahead, behind = (side.astype(numpy.int64) for side in sides)
    return Edges(x[start], y[start], x[end], y[end], ahead, behind)


def _edges_of_polygons(polygons: Iterable[tuple[int, Sequence[Ring]]]) -> Iterator[Edges]:
    for code, rings in polygons:
        for number, ring in enumerate(rings):
            x, y = numpy.asarray(ring, float).T
            next_x, next_y = numpy.roll(x, -1), numpy.roll(y, -1)
            # taken from the first corner: the products of large coordinates would drown it
            area = float(((x - x[0]) * (next_y - y[0]) - (next_x - x[0]) * (y - y[0])).sum())
            # with y down, an outer ring of positive area goes down where its inside is behind
            inside, outside = (0, code) if (area > 0) == (number == 0) else (code, 0)
            yield Edges(x, y, next_x, next_y, _all(inside, x), _all(outside, x))


def _all(code: int, like: Floats) -> Integers:
    return numpy.full(len(like), code, numpy.int64)


def _in_bulks(pieces: Iterable[Edges]) -> Iterator[Edges]:
    """The same edges, many at a time."""
    waiting: list[Edges] = []
    size = 0
    for edges in pieces:
        waiting.append(edges)
        size += len(edges.x0)
        if size > EDGES_AT_ONCE:
            yield _joined(waiting)
            waiting, size = [], 0
    if waiting:
        yield _joined(waiting)


def _joined(edges: list[Edges]) -> Edges:
    names = ("x0", "y0", "x1", "y1", "ahead", "behind")
    return Edges(*(numpy.concatenate([getattr(it, name) for it in edges]) for name in names))


def _shares(bulks: Iterable[Edges], rows: int, columns: int, turn: int = 1) -> dict[int, Floats]:
    """Areas of the codes between the edges, as shares of the cells."""
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

"""How much of each cell of a grid pixels or polygons of a code cover, exactly.

An edge between two pixels of one code would add and subtract the same: it is left out, so that the
cost is that of the borders between codes. Coordinates are in cells from the top left corner of the
grid, x to the right, y down.
"""

from __future__ import annotations

import numpy

from kernel.coverage.edges import NOTHING, Edges, shares_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kernel.arrays import Floats, Integers, Numbers

EDGES_AT_ONCE = 400_000


def area_shares(codes: Numbers, x: Floats, y: Floats, rows: int, columns: int) -> dict[int, Floats]:
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
    return shares_of(_edges_of_pixels(codes, x, y), rows, columns, _turn(codes, x, y))


def polygon_shares(rings: Sequence[Floats], rows: int, columns: int) -> Floats:
    """Share of each cell's area inside one polygon: (rows, columns).

    `rings` are the outer ring and then its holes, (corners, 2) of x and y in cells, closed or not,
    running either way.
    """
    return coded_polygon_shares([(1, rings)], rows, columns).get(1, numpy.zeros((rows, columns)))


def coded_polygon_shares(
    polygons: Iterable[tuple[int, Sequence[Floats]]], rows: int, columns: int
) -> dict[int, Floats]:
    """Share of each cell's area inside the polygons of each code; see `polygon_shares` for rings.

    Returns (rows, columns) for each code that covers a part of the grid, from the lowest code up.
    Polygons should not overlap: where those of one code do, 1 is the most; where those of several
    do, their shares are scaled to 1 in all.
    """
    shares = shares_of(_in_bulks(_edges_of_polygons(polygons)), rows, columns)
    total = numpy.zeros((rows, columns))
    for share in shares.values():
        total += share
    if total.max(initial=0.0) > 1:
        too_much = numpy.maximum(total, 1.0)
        shares = {code: share / too_much for code, share in shares.items()}
    return shares


def largest(shares: dict[int, Floats]) -> Numbers:
    """The code with the largest share of each cell, the lower one of equals, 0 where there is none.

    Returns (rows, columns), one byte a cell.
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


def _turn(codes: Numbers, x: Floats, y: Floats) -> int:
    """1 where rows of pixels go down as their columns go right, -1 for a mirrored lattice."""
    twice = (x[1:, 1:] - x[:-1, :-1]) * (y[1:, :-1] - y[:-1, 1:])
    twice -= (y[1:, 1:] - y[:-1, :-1]) * (x[1:, :-1] - x[:-1, 1:])
    return 1 if twice.sum(where=codes != 0) >= 0 else -1


def _edges_of_pixels(codes: Numbers, x: Floats, y: Floats) -> Iterator[Edges]:
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
    *sides: Numbers,
) -> Edges:
    """Edges from these corners to their neighbours, with the codes ahead and behind."""
    end = start[0] + step[0], start[1] + step[1]
    ahead, behind = (side.astype(numpy.int64) for side in sides)
    return Edges(x[start], y[start], x[end], y[end], ahead, behind)


def _edges_of_polygons(polygons: Iterable[tuple[int, Sequence[Floats]]]) -> Iterator[Edges]:
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

"""Which share of each cell's area pixels of each code cover, and sources of codes put together."""

from collections.abc import Sequence
from typing import Protocol

import numpy as np
import numpy.typing as npt
from affine import Affine
from pyproj import CRS

from kernel.coverage import NOTHING, area_shares, largest
from loaders.grid.grid import Cells
from loaders.raster.corners import pixel_corners
from loaders.raster.warp import copied, same_lattice

Floats = npt.NDArray[np.float64]
Shares = dict[int, Floats]  # (rows, columns) a code: 0..1 of each cell's area
COARSE_CELLS = 4  # sides of pixels are bent by the projection: longer ones are cut up
REMEMBERED = 128 * 1024**2  # bytes of shares kept for the next table of the same layer


class HasShares(Protocol):
    """A source of codes."""

    @property
    def pixel_m(self) -> float | None:
        """Side of a pixel, where it has pixels."""
        ...

    def shares(self, cells: Cells, beside: Sequence["HasShares"] = ()) -> Shares:
        """Share of each cell's area that each code covers where no source in `beside` has one."""
        ...

    def knows(self, x: Floats, y: Floats, crs: CRS) -> npt.NDArray[np.bool_]:
        """Whether it has a code at each point: the shape of `x`, (rows, columns) or any other."""
        ...


def raster_shares(
    codes: npt.NDArray[np.uint8], transform: Affine, crs: CRS, *, cells: Cells, target: CRS
) -> Shares:
    """Share of each cell's area under pixels of each code, by code: (rows, columns), 0..1.

    `codes` (rows, columns) are whole pixels, 0 where missing, which reach beyond the cells.
    """
    if crs == target and (corner := same_lattice(transform, cells)) is not None:
        here = copied(codes[np.newaxis], *corner, cells, 0)[0]
        return {int(code): (here == code).astype(float) for code in np.unique(here) if code}
    times = max(1, int(np.ceil(_side_m(transform, crs) / (COARSE_CELLS * cells.size))))
    if times > 1:
        codes = codes.repeat(times, axis=0).repeat(times, axis=1)
        transform = transform @ Affine.scale(1 / times)
    rows, columns = codes.shape
    x, y = pixel_corners(transform, (rows, columns), crs, cells=cells, target=target)
    return area_shares(codes, x, y, *cells.shape)


def _side_m(transform: Affine, crs: CRS) -> float:
    metres = 111_320.0 if crs.is_geographic else crs.axis_info[0].unit_conversion_factor
    return max(abs(transform.a), abs(transform.e)) * metres


def let_in(shares: Shares, more: Shares, beside: Shares) -> None:
    """Let a further source into what the first ones leave uncovered, and nowhere else.

    `more` is what it covers, `beside` what of that no earlier source knows: the room that is left
    of a cell is shared out as `beside` has it, and as `more` where there is nothing beside.
    """
    if not more:
        return
    covered = total(more)
    room = np.minimum(1 - total(shares), covered) if shares else covered
    room = np.where(room > NOTHING, room, 0)
    of = total(beside) if beside else np.zeros_like(room)
    is_beside = of > NOTHING
    scale = room / np.where(is_beside, of, np.maximum(covered, NOTHING))
    for code, share in more.items():
        wanted = np.where(is_beside, beside[code], share) if code in beside else share * ~is_beside
        shares[code] = shares[code] + wanted * scale if code in shares else wanted * scale


def total(shares: Shares) -> Floats:
    """The covered share of each cell, (rows, columns). Raises StopIteration without a code."""
    values = iter(shares.values())
    result = next(values).copy()
    for share in values:
        result += share
    return result


def largest_code(shares: Shares, cells: Cells) -> npt.NDArray[np.uint8]:
    """The code with the largest share of each cell: (1, rows, columns), 0 where there is none."""
    if not shares:
        return np.zeros((1, *cells.shape), np.uint8)
    return largest(shares)[np.newaxis]


class CodeLayer:
    """The sources of a layer of codes put together by area, in order of preference."""

    def __init__(self, sources: Sequence[HasShares]) -> None:
        """Keep the sources, and the shares of a few rectangles for who asks again."""
        self.sources = sources
        self._known: dict[Cells, tuple[Shares, npt.NDArray[np.uint8]]] = {}
        self._bytes = 0

    def shares(self, cells: Cells) -> tuple[Shares, npt.NDArray[np.uint8]]:
        """Shares by code, and the place of the source that gave most of each cell.

        Each source is let into what those before it leave uncovered. The places, (rows, columns),
        count from 1; 0 is a cell without any code.
        """
        if cells in self._known:
            return self._known[cells]
        shares: Shares = {}
        place, most = np.zeros(cells.shape, np.uint8), np.zeros(cells.shape)
        before = np.zeros(cells.shape)
        for number, source in enumerate(self.sources, 1):
            let_in(shares, *self._covered(source, self.sources[: number - 1], cells))
            after = total(shares) if shares else before
            wins = after - before > most + NOTHING
            place[wins], most[wins] = number, (after - before)[wins]
            before = after
        self._remember(cells, shares, place)
        return shares, place

    @staticmethod
    def _covered(
        source: HasShares, earlier: Sequence[HasShares], cells: Cells
    ) -> tuple[Shares, Shares]:
        """What a source covers, and what of that beside the earlier ones."""
        covers = source.shares(cells)
        return covers, source.shares(cells, earlier) if earlier and covers else covers

    def _remember(self, cells: Cells, shares: Shares, place: npt.NDArray[np.uint8]) -> None:
        size = 8 * place.size * len(shares)
        if self._bytes + size <= REMEMBERED:
            self._bytes += size
            self._known[cells] = shares, place

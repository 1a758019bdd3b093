"""The cells of zones divided among codes, by the share of each cell that a code covers."""

from __future__ import annotations

import numpy

from kernel.errors import KernelError
from kernel.raster.wkb import decode, geometry

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kernel.arrays import Integers, Numbers

    Row = tuple[int, int | None, float]

# a cell has so many units; sums of them are exact up to 33,000,000 cells, in whatever order
UNITS = 1 << 28
ROUNDING = UNITS // 100_000  # shares are kept as 32-bit floats


def cells_by_code(zones: Numbers, shares: Mapping[int, Numbers]) -> list[Row]:
    """Zone, code and cells, by zone and code: what of each zone's cells each code covers.

    `zones` (rows, columns) are numbers from 1, 0 or NaN for none; `shares` per code are of the same
    shape, 0 to 1, NaN for 0. The code None is the rest, where no code covers all of a cell. Cells
    are multiples of 2^-28, and those of a zone add up to its number of cells, exactly.
    Raises KernelError for shares that are none or add up to more than 1.
    """
    inside = zones > 0
    zone, place = numpy.unique(zones[inside], return_inverse=True)
    if (zone != numpy.rint(zone)).any():
        raise KernelError("a zone is no whole number")
    codes = sorted(shares)
    units = numpy.zeros((len(codes) + 1, len(place)), numpy.int64)
    for number, code in enumerate(codes):
        units[number] = _units(code, shares[code][inside])
    _close(units)
    rows: list[Row] = []
    named: list[int | None] = [*codes, None]
    for number, of_code in enumerate(named):
        sums = numpy.bincount(place, units[number], len(zone))  # floats, whole and below 2^53
        found = zip(zone.tolist(), sums.tolist(), strict=True)
        rows += [(int(of), of_code, total / UNITS) for of, total in found if total]
    return sorted(rows, key=lambda row: (row[0], row[1] is None, row[1] or 0))


def _units(code: int, shares: Numbers) -> Integers:
    shares = numpy.nan_to_num(shares, nan=0.0, posinf=numpy.inf)
    if (shares < 0).any() or (shares > 1 + 1e-5).any():
        raise KernelError(
            f"code {code}: shares from {shares.min():g} to {shares.max():g}, expected 0 to 1"
        )
    units: Integers = numpy.rint(shares * UNITS).astype(numpy.int64)
    return units


def _close(units: Integers) -> None:
    """Give what each cell lacks to the last row, and rounding to the cell's largest share."""
    rest = UNITS - units.sum(axis=0)
    if (rest < -ROUNDING).any():
        raise KernelError(
            f"the shares of a cell add up to {1 - rest.min() / UNITS:g}, expected 1 at most"
        )
    covered = numpy.abs(rest) <= ROUNDING
    largest = units[:, covered].argmax(axis=0)
    units[largest, numpy.flatnonzero(covered)] += rest[covered]
    units[-1, ~covered] = rest[~covered]


def zonal_shares(
    zones: bytes | None, codes: Sequence[int] | None, shares: Sequence[bytes] | None
) -> list[Row]:
    """What sinkbase.zonal_shares makes of raster WKB of one tile.

    Raises KernelError when codes and shares do not match, or a share lies on another tile.
    """
    if zones is None:
        return []
    codes, shares = codes or [], shares or []
    if len(codes) != len(shares) or len(set(codes)) != len(codes):
        raise KernelError(f"{len(codes)} codes for {len(shares)} shares, expected one of each code")
    if None in codes or None in shares:
        raise KernelError("a code or its share is null")
    where = geometry(zones)
    for code, share in zip(codes, shares, strict=True):
        if geometry(share) != where:
            raise KernelError(f"the share of code {code} does not lie on the tile of the zones")
    layers = {code: decode(share)[0] for code, share in zip(codes, shares, strict=True)}
    return cells_by_code(decode(zones)[0], layers)

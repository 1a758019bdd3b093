"""Whether a slope that names no unit is in degrees: held to the slope of the elevation."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeGuard

import numpy as np
import numpy.typing as npt

from loaders.grid.grid import Cells
from loaders.raster.files.mosaic import Mosaic
from loaders.raster.inputs import Input
from loaders.raster.missing import fill_gaps
from loaders.raster.raster_input import RasterInput
from loaders.raster.values.decode import packing
from loaders.raster.values.units import says_nothing
from loaders.terrain.slope_input import COARSE_M, SlopeInput

BLOCKS, SIDE = 5, 8  # a look at up to 5 x 5 blocks of 8 x 8 cells
LEAST_DEG, LEAST_CELLS = 1.0, 3  # level land tells no unit
FINER = 3.0  # times: an elevation with pixels so much larger is too flat to judge by
NEAR = np.log(1.25)  # of a unit that fits
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Reading:
    """What numbers without a unit may be: as degrees, and how a region file says so."""

    name: str
    degrees: Callable[[Floats], Floats]
    unit: str = ""
    scale: float = 1.0

    def keys(self, packed: float) -> str:
        """The lines of a region file, beside a scale of the file's own."""
        lines = [f'unit = "{self.unit}"'] if self.unit else []
        lines += [f"scale = {self.scale * packed:g}"] if self.scale != 1 else []
        return " and ".join(lines)


def _percent(values: Floats) -> Floats:
    return np.asarray(np.degrees(np.arctan(values / 100)))


READINGS = (
    Reading("percent", _percent, "percent"),
    Reading("radians", np.degrees, "radian"),
    Reading("tenths of a degree", lambda values: values / 10, scale=0.1),
    Reading("metres a metre", lambda values: _percent(100 * values), "percent", 100),
)


def is_unsaid(item: Input) -> TypeGuard[RasterInput]:
    """Whether an input is a slope of which neither region file nor file says the unit."""
    return (
        isinstance(item, RasterInput)
        and item.source.layer == "slope"
        and item.source.unit is None
        and item.source.scale is None
        and all(_names_none(mosaic) for mosaic in item.mosaics)
    )


def _names_none(mosaic: Mosaic) -> bool:
    file, band = mosaic.pieces[0].place_of(0)
    return says_nothing(file.facts[band - 1].unit)


def hold_to_elevation(slope: RasterInput, elevations: list[RasterInput]) -> None:
    """Compare a slope with that of the elevations, cell by cell.

    Raises SinkbaseError where another unit than degrees fits clearly better.
    """
    coarsest = min(FINER * slope.pixel_m, COARSE_M)
    fine = [SlopeInput(it) for it in elevations if it.pixel_m <= coarsest]
    pairs = [_pairs(slope, fine, part) for part in _blocks(slope.frame.cells)] if fine else []
    if sum(len(read) for read, _ in pairs) < LEAST_CELLS:
        return
    read, derived = (np.concatenate(side) for side in zip(*pairs, strict=True))
    off = [_off(reading.degrees(read), derived) for reading in READINGS]
    best = int(np.argmin(off))
    if off[best] > NEAR or off[best] > _off(read, derived) / 2:
        return
    packed = packing(slope.source, slope.mosaics[0])[0][0]
    meant, middle = READINGS[best], np.median(derived)
    raise slope.source.error(
        slope.mosaics[0].first.path,
        f"it names no unit, and read as degrees its median is {np.median(read):.3g}, where the "
        f"slope of the elevation has {middle:.3g} degrees. Read as {meant.name} it has "
        f"{np.median(meant.degrees(read)):.3g} degrees. Set {meant.keys(packed)} for this layer; "
        'or, when these are degrees all the same, unit = "degree".',
    )


def _off(degrees: Floats, derived: Floats) -> float:
    """How many times too steep or too level, as a logarithm: the median of the cells."""
    ratio = np.tan(np.radians(np.clip(degrees, 1e-3, 89))) / np.tan(np.radians(derived))
    return float(np.median(np.abs(np.log(ratio))))


def _blocks(cells: Cells) -> Iterator[Cells]:
    """Blocks spread over the grid."""
    rows, columns = (min(SIDE, length) for length in cells.shape)
    for row in np.unique(np.linspace(0, cells.rows - rows, BLOCKS).astype(int)):
        for column in np.unique(np.linspace(0, cells.columns - columns, BLOCKS).astype(int)):
            yield cells.part(int(row), int(column), rows, columns)


def _pairs(slope: RasterInput, fine: list[SlopeInput], part: Cells) -> tuple[Floats, Floats]:
    """Slope as read and as derived in the cells that have both and are not level."""
    heights = fine[0].cells(part)
    for other in fine[1:]:
        fill_gaps(heights, other.cells(part))
    read, derived = slope.cells(part).astype(float), heights.astype(float)
    both = (read > 0) & (derived > LEAST_DEG)  # so are no NaN
    return read[both], derived[both]

"""A land cover as an input of NPP: 0 where MOD17 has no production, missing elsewhere."""

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from loaders.grid.grid import Cells
from loaders.raster.inputs import Facts, Frame
from loaders.raster.missing import Array
from loaders.raster.open_mosaics import mosaics_of, smallest_pixel_m
from loaders.raster.raster_input import RasterInput
from loaders.raster.values.decode import Codes
from loaders.raster.values.legends import SHIPPED, Legend
from sinkbase.region.method import Setting
from sinkbase.region.sources import Source

IGBP = SHIPPED / "igbp.csv"
# IGBP class: the fill code that MOD17 has there; the other classes have a production
MOD17_OF_IGBP = {0: 32766, 11: 32763, 13: 32762, 15: 32764, 16: 32765, 17: 32766}
_CLASSES = range(18)
_NO_CLASS = (254, 255)
_NOTHING_GROWS, _PRODUCTION = 1, 2


@dataclass(frozen=True)
class LandCoverInput(RasterInput):
    """Classes become cells as codes do, and only then values: a mean of classes means nothing."""

    @property
    def kind(self) -> str:
        """A code, though the layer is a quantity."""
        return "code"

    @property
    def facts(self) -> Facts:
        """Provenance; its classes are no codes of a layer."""
        return replace(super().facts, codes=())

    def cells(self, cells: Cells) -> Array:
        """(1, rows, columns): 0 gC/m2/a where nothing grows, NaN elsewhere."""
        classes = super().cells(cells)
        return np.where(classes == _NOTHING_GROWS, 0, np.nan).astype(np.float32)


def land_cover_input(
    source: Source, files: tuple[Path, ...], frame: Frame, method: dict[str, Setting]
) -> LandCoverInput:
    """An IGBP land cover; which classes count as 0 follows from `npp_zero_codes`.

    Raises SinkbaseError for files that cannot be used.
    """
    mosaics = mosaics_of(source, files, frame)
    decoder = Codes(_legend(method["npp_zero_codes"]))
    pixel_m = smallest_pixel_m(mosaics, frame)
    return LandCoverInput(source, frame, mosaics, (decoder,) * len(mosaics), pixel_m, IGBP)


def _legend(zero_codes: Setting) -> Legend:
    zero = zero_codes if isinstance(zero_codes, tuple) else ()
    meanings: dict[str, int | None] = {str(code): None for code in _NO_CLASS}
    for code in _CLASSES:
        no_growth = MOD17_OF_IGBP.get(code) in zero
        meanings[str(code)] = _NOTHING_GROWS if no_growth else _PRODUCTION
    return Legend(IGBP, meanings)

"""Where the NPP of a cell comes from: observed, modelled, or set to 0 by a rule."""

from dataclasses import dataclass, replace
from typing import ClassVar

import numpy as np
import numpy.typing as npt
from affine import Affine

from kernel.coverage import NOTHING
from loaders.grid.grid import Cells
from loaders.raster.files.mosaic import Mask, Raw
from loaders.raster.inputs import Facts
from loaders.raster.missing import has_value
from loaders.raster.raster_input import RasterInput
from loaders.raster.values.decode import Quantity
from loaders.raster.warp import LARGEST_SHARE
from sinkbase.region.layers import Layer
from sinkbase.region.sources import Source

OBSERVED, MODELLED, SET_BY_RULE = 1, 2, 3
ORIGIN = Layer(
    "npp_origin",
    "npp_origin",
    "code",
    ("origin",),
    "1 observed, 2 modelled, 3 set to 0 by rule",
    "where the NPP of a cell comes from",
)
_PRODUCTION, _ZERO = 1, 2


@dataclass(frozen=True)
class _Mod17Kinds:
    """Decoder: pixels with a production, and those that a fill code sets to 0."""

    quantity: Quantity

    has_codes: ClassVar[bool] = True

    def values(self, raw: Raw, valid: Mask, transform: Affine) -> npt.NDArray[np.uint8]:
        kinds = np.where(np.isin(raw, self.quantity.fill_codes), 0, _PRODUCTION)
        kinds[np.isin(raw, self.quantity.zero_codes)] = _ZERO
        return np.where(valid, kinds, 0).astype(np.uint8)

    def unknown(self, raw: Raw, valid: Mask) -> dict[int, int]:
        return {}


@dataclass(frozen=True)
class OriginInput:
    """The origin of each cell for which an NPP source has a value."""

    npp: RasterInput

    @property
    def source(self) -> Source:
        """The NPP's part of the region file."""
        return self.npp.source

    @property
    def facts(self) -> Facts:
        """Provenance: the NPP's, as codes."""
        facts = self.npp.facts
        how = LARGEST_SHARE if self.source.codes == "mod17" else facts.resampling
        return replace(facts, resampling=how, unit="code", scale=None, offset=None)

    def check(self) -> None:
        """Nothing beyond the NPP's own check."""

    def cells(self, cells: Cells) -> npt.NDArray[np.uint8]:
        """(1, rows, columns): 1 observed, 2 modelled, 3 set by rule, 0 without a value."""
        has = has_value(self.npp.cells(cells))
        code = {"observed": OBSERVED, "modelled": MODELLED, "rule": SET_BY_RULE}
        origin = np.where(has, code[self.source.origin], 0)
        if self.source.codes == "mod17":
            origin[has & self._mostly_zero(cells)] = SET_BY_RULE
        return origin.astype(np.uint8)[np.newaxis]

    def _mostly_zero(self, cells: Cells) -> npt.NDArray[np.bool_]:
        """Cells in which pixels set to 0 cover more than those with a production."""
        kinds = tuple(_Mod17Kinds(it) for it in self.npp.decoders if isinstance(it, Quantity))
        shares = replace(self.npp, decoders=kinds).shares(cells)
        nothing = np.zeros(cells.shape)
        zero, production = shares.get(_ZERO, nothing), shares.get(_PRODUCTION, nothing)
        return np.asarray(zero > production + NOTHING)

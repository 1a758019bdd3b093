"""From raw pixel values to the layer's unit; missing is NaN in quantities, 0 in codes."""

from dataclasses import dataclass, field
from typing import ClassVar, Protocol

import numpy as np
import numpy.typing as npt
from affine import Affine
from pyproj import CRS, Geod, Proj

from loaders.raster.files.mosaic import Mask, Mosaic, Raw
from loaders.raster.values.legends import Legend
from loaders.raster.values.units import Unit, in_force
from sinkbase.region.layers import DAYS, LAYERS
from sinkbase.region.method import Setting
from sinkbase.region.sources import Source

Values = npt.NDArray[np.float32] | npt.NDArray[np.uint8]
MOD17_CODES = range(32761, 32768)
_UNSIGNED_SHIFT = 32768  # unsigned MOD17 files keep the same seven codes at 65529..65535


class Decoder(Protocol):
    """What one source's raw values mean; `has_codes`: they are labels, whole numbers."""

    has_codes: ClassVar[bool]

    def values(self, raw: Raw, valid: Mask, transform: Affine) -> Values:
        """The values (bands, rows, columns) in the layer's unit."""
        ...

    def unknown(self, raw: Raw, valid: Mask) -> dict[int, int]:
        """Codes that no table knows, with the number of pixels of each."""
        ...


@dataclass(frozen=True)
class Quantity:
    """value = raw x scale + offset, one of each a band; the layer's unit is already in them."""

    scale: npt.NDArray[np.float64]
    offset: npt.NDArray[np.float64]
    zero_codes: tuple[int, ...] = ()
    fill_codes: tuple[int, ...] = ()
    per_pixel_crs: CRS | None = None
    is_gradient: bool = False
    units: tuple[Unit, ...] = ()
    has_codes: ClassVar[bool] = False

    def values(self, raw: Raw, valid: Mask, transform: Affine) -> npt.NDArray[np.float32]:
        """The values in the layer's unit; codes of a fill policy are 0 or missing.

        Returns (bands, rows, columns) in the layer's unit, NaN where missing.
        """
        with np.errstate(all="ignore"):  # a damaged file holds numbers of any size
            return self._decoded(raw, valid, transform)

    def _decoded(self, raw: Raw, valid: Mask, transform: Affine) -> npt.NDArray[np.float32]:
        number = raw.astype(np.float32)
        if np.any(self.scale != 1):
            number *= self.scale.astype(np.float32)
        if np.any(self.offset != 0):
            number += self.offset.astype(np.float32)
        if not valid.all():
            number[~valid] = np.nan
        if self.fill_codes:
            number[np.isin(raw, self.fill_codes)] = np.nan
            number[np.isin(raw, self.zero_codes)] = 0
        if self.per_pixel_crs is not None:
            number /= pixel_areas_km2(transform, self.per_pixel_crs, raw.shape[1:])
        if self.is_gradient:
            number = np.degrees(np.arctan(number))
        return number

    @property
    def is_linear(self) -> bool:
        """Whether extremes of the raw values give those of the decoded ones."""
        return not self.fill_codes and self.per_pixel_crs is None

    def plain(self, band: int, raw: float) -> float:
        """One raw value of a band in the layer's unit (people of a pixel stay such)."""
        value = raw * self.scale[band, 0, 0] + self.offset[band, 0, 0]
        return float(np.degrees(np.arctan(value)) if self.is_gradient else value)

    def unknown(self, raw: Raw, valid: Mask) -> dict[int, int]:
        """None: quantities have no codes."""
        return {}


@dataclass(frozen=True)
class Codes:
    """Codes through a legend; codes that the legend leaves empty are missing."""

    legend: Legend
    has_codes: ClassVar[bool] = True
    _table: npt.NDArray[np.uint8] = field(init=False, compare=False)
    _known: npt.NDArray[np.bool_] = field(init=False, compare=False)

    def __post_init__(self) -> None:
        """Prepare a table for codes 0..65535: one look-up a pixel."""
        table, known = np.zeros(65536, np.uint8), np.zeros(65536, bool)
        for code, meaning in self.legend.codes().items():
            table[code], known[code] = meaning or 0, True
        object.__setattr__(self, "_table", table)
        object.__setattr__(self, "_known", known)

    def values(self, raw: Raw, valid: Mask, transform: Affine) -> npt.NDArray[np.uint8]:
        """The layer's codes, 0 where missing.

        Returns (bands, rows, columns).
        """
        meant = self._table[_as_index(raw, valid)]
        meant[~valid] = 0
        return meant

    def unknown(self, raw: Raw, valid: Mask) -> dict[int, int]:
        """Codes outside the legend."""
        return count_unknown(raw[valid], self._known_codes)

    def _known_codes(self, codes: Raw) -> Mask:
        inside = (codes >= 0) & (codes < len(self._known))
        return inside & self._known[np.where(inside, codes, 0).astype(np.int64)]


def _as_index(raw: Raw, valid: Mask) -> npt.NDArray[np.int64] | Raw:
    if raw.dtype in (np.uint8, np.uint16):
        return raw
    usable = valid & (raw >= 0) & (raw < 65536)
    index: npt.NDArray[np.int64] = np.where(usable, raw, 0).astype(np.int64)
    return index


def count_unknown(codes: Raw, is_known: "KnownTest") -> dict[int, int]:
    """Those codes that the test does not know, with their counts."""
    found, counts = np.unique(codes, return_counts=True)
    strange = ~is_known(found)
    return {
        int(code): int(count) for code, count in zip(found[strange], counts[strange], strict=True)
    }


class KnownTest(Protocol):
    """Tells of each code whether a table knows it."""

    def __call__(self, codes: Raw) -> Mask:
        """True where known."""
        ...


def quantity(source: Source, mosaic: Mosaic, method: dict[str, Setting]) -> Quantity:
    """The decoder of a quantity: region file first, then what each band says of itself.

    Raises SinkbaseError where the two contradict each other.
    """
    layer = LAYERS[source.layer]
    packed = packing(source, mosaic)
    units, scales, offsets = [], [], []
    for band, (scale, offset) in enumerate(packed):
        file, number = mosaic.pieces[0].place_of(band)
        fact = file.facts[number - 1]
        unit = in_force(source, file.path, fact.unit, fact.scale, fact.is_mean)
        factor, shift = layer.units[unit.unit]
        if unit.unit in layer.rates:
            factor *= DAYS[band]
        units.append(unit)
        scales.append(scale * unit.scale * factor)
        offsets.append(offset * unit.scale * factor + shift)
    fill = mod17_codes(tuple(MOD17_CODES)) if source.codes == "mod17" else ()
    zero = method["npp_zero_codes"]
    return Quantity(
        scale=np.array(scales, float).reshape(-1, 1, 1),
        offset=np.array(offsets, float).reshape(-1, 1, 1),
        fill_codes=fill,
        zero_codes=mod17_codes(zero) if fill and isinstance(zero, tuple) else (),
        per_pixel_crs=mosaic.crs if _is_count(source, units) else None,
        is_gradient=units[0].unit in layer.gradients,
        units=tuple(units),
    )


def _is_count(source: Source, units: list[Unit]) -> bool:
    return source.measure == "count" or units[0].unit == "people/pixel"


def packing(source: Source, mosaic: Mosaic) -> list[tuple[float, float]]:
    """Scale and offset of each band read: the region file's, else the band's own.

    Raises SinkbaseError when the region file replaces one and the file has another of its own.
    """
    result = []
    for band in range(mosaic.band_count):
        file, number = mosaic.pieces[0].place_of(band)
        fact = file.facts[number - 1]
        scale = fact.scale if source.scale is None else source.scale
        offset = fact.offset if source.offset is None else source.offset
        mixed = (source.scale is None) != (source.offset is None)
        if (mixed and fact.offset != 0 and scale != fact.scale) or (
            mixed and source.offset is not None and fact.scale != 1 and offset != fact.offset
        ):  # fmt: skip
            key, other = ("offset", "scale") if source.offset is None else ("scale", "offset")
            raise source.error(
                file.path,
                f"the file has scale {fact.scale:g} and offset {fact.offset:g}; the region file "
                f"gives a {other} and no {key}. They belong together: give both, or neither to "
                "take the file's own.",
            )
        result.append((scale, offset))
    return result


def mod17_codes(codes: tuple[int, ...]) -> tuple[int, ...]:
    """The codes as signed and as unsigned MOD17 files write them."""
    return (*codes, *(code + _UNSIGNED_SHIFT for code in codes if code in MOD17_CODES))


def pixel_areas_km2(transform: Affine, crs: CRS, shape: tuple[int, ...]) -> npt.NDArray[np.float32]:
    """True area of each pixel, km2: on the ellipsoid, whatever the projection.

    Returns (rows, columns), or (rows, 1) where all pixels of a row are alike.
    """
    rows, columns = shape
    if crs.is_geographic:
        areas = _geodesic_rows(transform, crs, rows)
        return areas.astype(np.float32).reshape(-1, 1)
    metres = crs.axis_info[0].unit_conversion_factor
    plane = abs(transform.a * transform.e) * metres**2 / 1e6
    at_rows = np.unique(np.linspace(0, rows - 1, min(rows, 64)).round())
    at_columns = np.unique(np.linspace(0, columns - 1, min(columns, 9)).round())
    columns_at, rows_at = np.meshgrid(at_columns + 0.5, at_rows + 0.5)
    x = transform.c + transform.a * columns_at
    y = transform.f + transform.e * rows_at
    to_degrees = Proj(crs)
    longitude, latitude = to_degrees(x, y, inverse=True)
    scale = np.asarray(to_degrees.get_factors(longitude, latitude).areal_scale)
    across = np.array([np.interp(np.arange(columns), at_columns, line) for line in scale])
    full = np.array([np.interp(np.arange(rows), at_rows, line) for line in across.T]).T
    return (plane / full).astype(np.float32)


def _geodesic_rows(transform: Affine, crs: CRS, rows: int) -> npt.NDArray[np.float64]:
    """Area of a pixel in each row, km2: the exact zone of the ellipsoid, cut by the width."""
    geod = crs.get_geod() or Geod(ellps="WGS84")
    e = np.sqrt(geod.es)
    latitude = np.radians(transform.f + transform.e * np.arange(rows + 1))
    sine = np.clip(np.sin(latitude), -1, 1)
    zone = sine
    if e > 0:
        logarithm = np.log((1 + e * sine) / (1 - e * sine)) / (4 * e)
        zone = sine / (2 * (1 - (e * sine) ** 2)) + logarithm
    width = np.radians(abs(transform.a))
    areas: npt.NDArray[np.float64] = geod.b**2 * width * np.abs(np.diff(zone)) / 1e6
    return areas

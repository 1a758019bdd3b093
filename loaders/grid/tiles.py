"""Tiles as PostGIS raster WKB (well-known binary, raster2pgsql's wire format)."""

import struct

import numpy as np
import numpy.typing as npt

from loaders.grid.grid import Cells

NODATA = -9999.0
_HAS_NODATA, _ALL_NODATA = 0x40, 0x20
_PIXEL_TYPES = {"uint8": (4, "<B"), "float32": (10, "<f")}


def raster_wkb(values: npt.NDArray[np.generic], cells: Cells, srid: int) -> bytes:
    """The values (bands, rows, columns) as little-endian raster WKB.

    float32 becomes 32BF with nodata -9999 for NaN, uint8 becomes 8BUI with nodata 0.
    Source: PostGIS, raster/doc/RFC2-WellKnownBinaryFormat.
    """
    pixel_type, form = _PIXEL_TYPES[values.dtype.name]
    bands, rows, columns = values.shape
    header = struct.pack(
        "<BHHddddddiHH",
        1, 0, bands, cells.size, -cells.size, cells.left, cells.top, 0.0, 0.0, srid, columns, rows,
    )  # fmt: skip
    is_float = values.dtype.kind == "f"
    nodata = NODATA if is_float else 0
    parts = [header]
    for band in values:
        missing = np.isnan(band) if is_float else band == 0
        flags = pixel_type | _HAS_NODATA | (_ALL_NODATA if missing.all() else 0)
        pixels = np.where(missing, np.float32(NODATA), band) if is_float else band
        parts.append(struct.pack("<B", flags) + struct.pack(form, nodata))
        parts.append(pixels.astype(values.dtype.newbyteorder("<"), copy=False).tobytes())
    return b"".join(parts)

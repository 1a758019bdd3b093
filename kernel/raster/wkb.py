"""PostGIS raster WKB, version 0, to arrays and back: a header of 61 bytes, then the bands."""

from __future__ import annotations

import struct
from dataclasses import dataclass

import numpy

from kernel.errors import KernelError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kernel.arrays import Floats, Numbers

HEADER = struct.Struct("<BHHddddddiHH")
PIXEL_TYPES = {
    "8BSI": (3, "<i1"),
    "8BUI": (4, "<u1"),
    "16BSI": (5, "<i2"),
    "16BUI": (6, "<u2"),
    "32BSI": (7, "<i4"),
    "32BUI": (8, "<u4"),
    "32BF": (10, "<f4"),
    "64BF": (11, "<f8"),
}
TYPE_OF_CODE = {0: "<u1", 1: "<u1", 2: "<u1"} | dict(PIXEL_TYPES.values())
# the largest code stands for missing, so that 0 can be a value ("no sink here")
NODATA = {
    "8BUI": 255,
    "16BUI": 65535,
    "32BUI": 4294967295,
    "8BSI": -128,
    "16BSI": -32768,
    "32BSI": -2147483648,
    "32BF": -9999,
    "64BF": -9999,
}
FLAG_HAS_NODATA = 0x40
FLAG_IS_OUTSIDE = 0x80


@dataclass(frozen=True)
class Geometry:
    """Where a raster lies and its size: the header without the number of bands."""

    scale_x: float
    scale_y: float
    left: float
    top: float
    skew_x: float
    skew_y: float
    srid: int
    columns: int
    rows: int

    def __str__(self) -> str:
        """Its numbers, as a message tells them."""
        return (
            f"{self.columns} x {self.rows} cells of {self.scale_x:.15g} x {self.scale_y:.15g} "
            f"from {self.left:.15g}, {self.top:.15g}, SRID {self.srid}"
        )


def geometry(wkb: bytes) -> Geometry:
    """Where the raster lies and its size.

    Raises KernelError when the WKB is not little-endian.
    """
    fields = HEADER.unpack_from(wkb)
    if fields[0] != 1:
        raise KernelError("raster WKB of this server is not little-endian")
    return Geometry(*fields[3:])


def pixel_type(wkb: bytes) -> str:
    """The pixel type of the raster's first band.

    Raises KernelError when it is none that `encode` writes.
    """
    code = wkb[HEADER.size] & 0x0F
    for name, (number, _) in PIXEL_TYPES.items():
        if number == code:
            return name
    raise KernelError(f"pixels of type {code}: expected one of {', '.join(PIXEL_TYPES)}")


def decode(wkb: bytes, dtype: str = "f8") -> Floats:
    """The bands of a raster: (bands, rows, columns), NaN where a value is missing.

    Raises KernelError when the raster is kept outside the database.
    """
    fields = HEADER.unpack_from(wkb)
    bands, width, height = fields[2], fields[10], fields[11]
    values = numpy.empty((bands, height, width), dtype)
    offset = HEADER.size
    for band in range(bands):
        flags = wkb[offset]
        if flags & FLAG_IS_OUTSIDE:
            raise KernelError("the raster is kept outside the database (out-db)")
        pixel = numpy.dtype(TYPE_OF_CODE[flags & 0x0F])
        nodata = numpy.frombuffer(wkb, pixel, 1, offset + 1)[0]
        offset += 1 + pixel.itemsize
        raw = numpy.frombuffer(wkb, pixel, width * height, offset).reshape(height, width)
        offset += raw.nbytes
        values[band] = raw
        if flags & FLAG_HAS_NODATA and not (pixel.kind == "f" and numpy.isnan(nodata)):
            values[band][raw == nodata] = numpy.nan
    return values


def encode(values: Numbers, where: Geometry, pixel_type: str) -> bytes:
    """Raster WKB of (rows, columns) or (bands, rows, columns), NaN for missing.

    Raises KernelError for an unknown pixel type and for values that it cannot hold.
    """
    if pixel_type not in PIXEL_TYPES:
        raise KernelError(f"pixel type {pixel_type}: expected one of {', '.join(PIXEL_TYPES)}")
    code, dtype = PIXEL_TYPES[pixel_type]
    pixel = numpy.dtype(dtype)
    values = values[None] if values.ndim == 2 else values
    missing = numpy.isnan(values)
    nodata = NODATA[pixel_type]
    filled = numpy.where(missing, nodata, values)
    if pixel.kind != "f":
        limits = numpy.iinfo(pixel)
        wrong = (filled != numpy.rint(filled)) | (filled < limits.min) | (filled > limits.max)
        if (wrong | (~missing & (filled == nodata))).any():
            raise KernelError(f"values do not fit {pixel_type} with {nodata} kept for missing")
    elif pixel_type == "32BF" and numpy.abs(filled).max(initial=0) > numpy.finfo(pixel).max:
        raise KernelError(f"values do not fit {pixel_type}, which ends at 3.4e38")
    raw = numpy.ascontiguousarray(filled, pixel)
    if pixel.kind == "f" and numpy.count_nonzero(raw == nodata) != numpy.count_nonzero(missing):
        raise KernelError(f"a value is {nodata}, which stands for missing")
    head = bytes([code | FLAG_HAS_NODATA]) + numpy.array(nodata, pixel).tobytes()
    parts = [HEADER.pack(1, 0, len(raw), *vars(where).values())]
    for band in raw:
        parts += (head, band.tobytes())
    return b"".join(parts)

-- Puts the Python helpers that the functions of this schema share into the session's GD.
--
-- PL/Python functions cannot import each other. Each one that needs a helper begins with
--     if 'sinkbase' not in GD: plpy.execute('select sinkbase.python_library()')
-- so that the code stands here once and is compiled once a session.
create or replace function sinkbase.python_library()
returns void
language plpython3u
volatile
parallel safe
as $python$
import struct
from types import SimpleNamespace

import numpy

# PostGIS raster WKB, version 0: a header of 61 bytes, then the bands
HEADER = struct.Struct('<BHHddddddiHH')
PIXEL_TYPES = {
    '8BSI': (3, '<i1'), '8BUI': (4, '<u1'), '16BSI': (5, '<i2'), '16BUI': (6, '<u2'),
    '32BSI': (7, '<i4'), '32BUI': (8, '<u4'), '32BF': (10, '<f4'), '64BF': (11, '<f8'),
}
TYPE_OF_CODE = {code: dtype for code, dtype in PIXEL_TYPES.values()}
TYPE_OF_CODE.update({0: '<u1', 1: '<u1', 2: '<u1'})
NODATA = {'8BUI': 0, '16BUI': 0, '32BUI': 0, '8BSI': -128, '16BSI': -32768, '32BSI': -2147483648}
FLAG_HAS_NODATA = 0x40


def geometry(wkb):
    """Where the raster lies and its size: the header without the number of bands."""
    fields = HEADER.unpack_from(wkb)
    if fields[0] != 1:
        raise ValueError('raster WKB of this server is not little-endian')
    return fields[3:]


def decode(wkb, dtype='f8'):
    """The bands as floats, (bands, rows, columns), with NaN where a value is missing."""
    fields = HEADER.unpack_from(wkb)
    bands, width, height = fields[2], fields[10], fields[11]
    values = numpy.empty((bands, height, width), dtype)
    offset = HEADER.size
    for band in range(bands):
        flags = wkb[offset]
        if flags & 0x80:
            raise ValueError('the raster is kept outside the database (out-db)')
        pixel = numpy.dtype(TYPE_OF_CODE[flags & 0x0F])
        nodata = numpy.frombuffer(wkb, pixel, 1, offset + 1)[0]
        offset += 1 + pixel.itemsize
        raw = numpy.frombuffer(wkb, pixel, width * height, offset).reshape(height, width)
        offset += raw.nbytes
        values[band] = raw
        if flags & FLAG_HAS_NODATA and not (pixel.kind == 'f' and numpy.isnan(nodata)):
            values[band][raw == nodata] = numpy.nan
    return values


def encode(values, where, pixel_type):
    """Raster WKB of floats with NaN for missing; (rows, columns) or (bands, rows, columns)."""
    if pixel_type not in PIXEL_TYPES:
        raise ValueError(f'pixel type {pixel_type}: expected one of {", ".join(PIXEL_TYPES)}')
    code, dtype = PIXEL_TYPES[pixel_type]
    pixel = numpy.dtype(dtype)
    values = values[None] if values.ndim == 2 else values
    missing = numpy.isnan(values)
    nodata = -9999 if pixel.kind == 'f' else NODATA[pixel_type]
    filled = numpy.where(missing, nodata, values)
    if pixel.kind != 'f':
        limits = numpy.iinfo(pixel)
        wrong = (filled != numpy.rint(filled)) | (filled < limits.min) | (filled > limits.max)
        if (wrong | (~missing & (filled == nodata))).any():
            raise ValueError(f'values do not fit {pixel_type} with {nodata} kept for missing')
    raw = numpy.ascontiguousarray(filled, pixel)
    head = bytes([code | FLAG_HAS_NODATA]) + numpy.array(nodata, pixel).tobytes()
    parts = [HEADER.pack(1, 0, len(raw), *where)]
    for band in raw:
        parts += (head, band.tobytes())
    return b''.join(parts)


GD['sinkbase'] = SimpleNamespace(
    geometry=geometry, decode=decode, encode=encode, compiled={}
)
$python$;

comment on function sinkbase.python_library() is
'Loads the Python helpers (raster WKB to numpy and back) shared by the functions of this schema into the session.';

-- Puts the Python helpers that the functions of this schema share into the session's GD.
--
-- PL/Python functions cannot import each other. Each one that needs a helper begins with
--     if 'sinkbase' not in GD: plpy.execute('select sinkbase.python_library()')
-- so that the code stands here once and is compiled once a session. Executing a query from PL/Python opens a
-- subtransaction, which no parallel plan allows: these functions are parallel unsafe. The few rows of a raster
-- table lie in one or two pages and would go to one worker anyway; models run side by side instead.
create or replace function sinkbase.python_library()
returns void
language plpython3u
volatile
parallel unsafe
as $python$
import ctypes
import struct
from types import SimpleNamespace

import numpy

# glibc gives the memory of freed arrays back at once, and each new one is faulted in again page by page: most of
# the time of map algebra (0.33 s, not 0.05 s, for the respiration of 1,000,000 cells). This session keeps some.
MALLOC_TRIM_THRESHOLD, MALLOC_MMAP_THRESHOLD = -1, -3
if hasattr(ctypes.CDLL(None), 'mallopt'):
    ctypes.CDLL(None).mallopt(MALLOC_TRIM_THRESHOLD, 128 << 20)
    ctypes.CDLL(None).mallopt(MALLOC_MMAP_THRESHOLD, 32 << 20)

# PostGIS raster WKB, version 0: a header of 61 bytes, then the bands
HEADER = struct.Struct('<BHHddddddiHH')
PIXEL_TYPES = {
    '8BSI': (3, '<i1'), '8BUI': (4, '<u1'), '16BSI': (5, '<i2'), '16BUI': (6, '<u2'),
    '32BSI': (7, '<i4'), '32BUI': (8, '<u4'), '32BF': (10, '<f4'), '64BF': (11, '<f8'),
}
TYPE_OF_CODE = {code: dtype for code, dtype in PIXEL_TYPES.values()}
TYPE_OF_CODE.update({0: '<u1', 1: '<u1', 2: '<u1'})
# the largest code stands for missing, so that 0 can be a value ("no sink here")
NODATA = {
    '8BUI': 255, '16BUI': 65535, '32BUI': 4294967295,
    '8BSI': -128, '16BSI': -32768, '32BSI': -2147483648, '32BF': -9999, '64BF': -9999,
}
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
    nodata = NODATA[pixel_type]
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


def mosaic(rasters, dtype='f8'):
    """The first band of tiles as one array, NaN where there is no tile, and where each tile lies.

    Gives (values, places): places hold row, column, rows, columns and the geometry of each tile in
    the order given. Raises ValueError when the tiles are not of one grid.
    """
    headers = [geometry(raster) for raster in rasters]
    if not headers:
        raise ValueError('no tile')
    scale_x, scale_y, srid = headers[0][0], headers[0][1], headers[0][6]
    if any((h[0], h[1], h[6]) != (scale_x, scale_y, srid) or h[4] or h[5] for h in headers):
        raise ValueError('the tiles differ in cell size, SRID or direction')
    left, top = min(h[2] for h in headers), max(h[3] for h in headers)
    places = []
    for header in headers:
        column, row = (header[2] - left) / scale_x, (header[3] - top) / scale_y
        if abs(column - round(column)) > 1e-6 or abs(row - round(row)) > 1e-6:
            raise ValueError('the tiles do not lie on one grid')
        places.append((round(row), round(column), header[8], header[7], header))
    rows = max(place[0] + place[2] for place in places)
    columns = max(place[1] + place[3] for place in places)
    values = numpy.full((rows, columns), numpy.nan, dtype)
    for raster, (row, column, height, width, _) in zip(rasters, places):
        values[row:row + height, column:column + width] = decode(raster, dtype)[0]
    return values, places


def whole_grid(what, tile_ids, rasters):
    """The mosaic of the tiles with these ids (None: not asked); errors begin with `what` they are."""
    if tile_ids is not None and len(tile_ids) != len(rasters):
        plpy.error(f'{what}: {len(tile_ids)} tile_ids for {len(rasters)} rasters')
    try:
        return mosaic(rasters)
    except ValueError as error:
        plpy.error(f'{what}: {error}')


def cut(values, places, pixel_type):
    """The array as raster WKB of each tile, in the order of the places."""
    return [
        encode(values[row:row + height, column:column + width], header, pixel_type)
        for row, column, height, width, header in places
    ]


GD['sinkbase'] = SimpleNamespace(
    geometry=geometry, decode=decode, encode=encode, mosaic=mosaic, whole_grid=whole_grid, cut=cut,
    compiled={}
)
$python$;

comment on function sinkbase.python_library() is
'Loads the Python helpers (raster WKB to numpy and back) shared by the functions of this schema into the session.';

-- One row per zone and code: how many cells of a coarse grid a finer code raster gives to each code of each zone.
--
--     select * from sinkbase.tabulate_fine(array(select rast from zones), array(select rast from land_use_fine))
--
-- Zones are numbers above 0 on the coarse grid. A coarse cell is divided among the codes of the fine pixels whose
-- centres lie in it, in proportion to their number, so that a zone's codes add up to its cells. Where the pixels are
-- as large as the cells or larger, a cell has the code of the pixel in which its centre lies. Cells without any code
-- count for the code null. The fine raster has an alignment of its own, in the same CRS.
create or replace function sinkbase.tabulate_fine_wkb(zones bytea [], fine bytea [])
returns table (zone integer, code integer, cells double precision)
language plpython3u
immutable
strict
parallel unsafe
cost 1000000
rows 200
as $python$
from collections import Counter, defaultdict
from fractions import Fraction

import numpy

if 'sinkbase' not in GD:
    plpy.execute('select sinkbase.python_library()')
library = GD['sinkbase']

values, places = library.whole_grid('tabulate_fine: zones', None, zones)
row, column, _, _, header = places[0]
width, height, srid = header[0], header[1], header[6]
left, top = header[2] - column * width, header[3] - row * height
rows, columns = values.shape
zone_of_cell = numpy.where(values > 0, values, 0).astype(numpy.int64).ravel()
if zone_of_cell.max() >= 1 << 27:
    plpy.error(f'tabulate_fine: zone {zone_of_cell.max()}, expected numbers below {1 << 27}')


def index(positions, start, step):
    """Numbers of the cells in which positions lie; a position on an edge lies in the cell behind it."""
    return numpy.floor(numpy.round((positions - start) / step, 6)).astype(numpy.int64)


def seen(wkb):
    """The cells (flat numbers) and codes of one fine tile: a pair a pixel, or a cell where pixels are larger."""
    where = library.geometry(wkb)
    if where[4] or where[5] or where[6] != srid:
        plpy.error(f'tabulate_fine: a fine tile has SRID {where[6]} or is turned, expected SRID {srid}, upright')
    codes = library.decode(wkb)[0]
    if (codes < 0).any() or (codes > 65535).any():
        plpy.error('tabulate_fine: a code below 0 or above 65535')
    if abs(where[0]) < abs(width) * (1 - 1e-9) and abs(where[1]) < abs(height) * (1 - 1e-9):
        pixel_rows, pixel_columns = numpy.arange(codes.shape[0]), numpy.arange(codes.shape[1])
        cell_rows = index(where[3] + (pixel_rows + 0.5) * where[1], top, height)
        cell_columns = index(where[2] + (pixel_columns + 0.5) * where[0], left, width)
    else:
        cell_rows, cell_columns = numpy.arange(rows), numpy.arange(columns)
        pixel_rows = index(top + (cell_rows + 0.5) * height, where[3], where[1])
        pixel_columns = index(left + (cell_columns + 0.5) * width, where[2], where[0])
    inside_rows = (cell_rows >= 0) & (cell_rows < rows) & (pixel_rows >= 0) & (pixel_rows < codes.shape[0])
    inside_columns = (
        (cell_columns >= 0) & (cell_columns < columns) & (pixel_columns >= 0) & (pixel_columns < codes.shape[1]))
    cells = cell_rows[inside_rows, None] * columns + cell_columns[None, inside_columns]
    codes = codes[numpy.ix_(pixel_rows[inside_rows], pixel_columns[inside_columns])]
    wanted = ~numpy.isnan(codes) & (zone_of_cell[cells] > 0)
    return cells[wanted], codes[wanted].astype(numpy.int64)


def count_pixels(cells):
    if len(cells):
        first = cells.min()
        counts = numpy.bincount(cells - first)
        pixels[first:first + len(counts)] += counts


def count_codes(cells, codes):
    # one number for zone, code and pixels of the cell: sorting numbers is quicker than sorting triples
    keys, counts = numpy.unique((zone_of_cell[cells] << 36) + (codes << 20) + pixels[cells], return_counts=True)
    for key, count in zip(keys.tolist(), counts.tolist()):
        found[key >> 36, key >> 20 & 0xFFFF, key & 0xFFFFF] += count


# twice through the fine tiles, so that only one is open at a time: first the pixels of each cell
pixels = numpy.zeros(rows * columns, numpy.int64)
for wkb in fine:
    count_pixels(seen(wkb)[0])
if pixels.max(initial=0) >= 1 << 20:
    plpy.error(f'tabulate_fine: {pixels.max()} pixels in one cell, expected fewer than {1 << 20}')

# then, in whole numbers, how many pixels of a code lie in cells of so and so many pixels
found = Counter()
for wkb in fine:
    count_codes(*seen(wkb))

areas = defaultdict(Fraction)
for (zone, code, pixels_of_cell), count in found.items():
    areas[zone, code] += Fraction(count, pixels_of_cell)
for zone, count in zip(*numpy.unique(zone_of_cell[(pixels == 0) & (zone_of_cell > 0)], return_counts=True)):
    areas[int(zone), None] += int(count)
ordered = sorted(areas.items(), key=lambda item: (item[0][0], item[0][1] is None, item[0][1] or 0))
return [(zone, code, float(area)) for (zone, code), area in ordered]
$python$;

comment on function sinkbase.tabulate_fine_wkb(bytea [], bytea []) is
'Divides the cells of zones among the codes of a finer raster over raster WKB: what sinkbase.tabulate_fine calls.';

create or replace function sinkbase.tabulate_fine(zones raster [], fine raster [])
returns table (zone integer, code integer, cells double precision)
language sql
immutable
strict
parallel unsafe
rows 200
as $sql$
    select
        area.zone,
        area.code,
        area.cells
    from sinkbase.tabulate_fine_wkb(
        sinkbase.tiles_as_wkb(zones),
        sinkbase.tiles_as_wkb(fine)
    ) as area
$sql$;

comment on function sinkbase.tabulate_fine(raster [], raster []) is
'Cells of each zone (numbers above 0 on a coarse grid) by the codes of a finer raster: each cell divided among the '
'codes of the pixels whose centres lie in it; code null for cells without any.';

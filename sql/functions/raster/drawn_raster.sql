-- One raster drawn as text, for tests and for trying things out: rows on lines (or after `/`), cells apart
-- by blanks, `.` for a missing one. Cells are squares; the top left corner lies at the origin given.
--
--     select sinkbase.drawn_raster('1 2 . / 4 5 6')
create or replace function sinkbase.drawn_raster(
    drawing text,
    pixel_type text default '32BF',
    cell_size double precision default 1000,
    left_x double precision default 0,
    top_y double precision default 0,
    srid integer default 2328
)
returns raster
language plpython3u
immutable
strict
parallel unsafe
as $python$
import numpy

if 'sinkbase' not in GD:
    plpy.execute('select sinkbase.python_library()')
library = GD['sinkbase']

lines = [line.split() for line in drawing.replace('/', '\n').splitlines() if line.strip()]
if len({len(line) for line in lines}) != 1:
    plpy.error(f'drawn_raster: rows of {sorted({len(line) for line in lines})} cells, expected rows of one length')
cells = numpy.array([[numpy.nan if cell == '.' else float(cell) for cell in line] for line in lines])
where = (cell_size, -cell_size, left_x, top_y, 0.0, 0.0, srid, cells.shape[1], cells.shape[0])
return library.encode(cells, where, pixel_type).hex()
$python$;

comment on function sinkbase.drawn_raster(text, text, double precision, double precision, double precision, integer) is
'A raster drawn as text, for tests: rows on lines or after "/", cells apart by blanks, "." for a missing one.';

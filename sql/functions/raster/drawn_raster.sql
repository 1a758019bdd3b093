-- One raster drawn as text, for tests and for trying things out: rows on lines (or after `/`),
-- cells apart by blanks, `.` for a missing one. Cells are squares; the top left corner lies at the
-- origin given.
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
if 'sinkbase' not in GD:
    plpy.execute('select sinkbase._kernel()')
return GD['sinkbase'](
    'drawn_raster', 'kernel.raster.drawn_raster',
    drawing, pixel_type, cell_size, left_x, top_y, srid)
$python$;

comment on function sinkbase.drawn_raster(
    text, text, double precision, double precision, double precision, integer
) is
'A raster drawn as text, for tests: rows on lines or after "/", cells apart by blanks, "." for a '
'missing one.';

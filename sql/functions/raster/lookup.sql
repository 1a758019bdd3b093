-- One raster: each code replaced by the value that a table has for it; codes without a row become
-- missing.
--
--     select sinkbase.lookup(rast, array_agg(code), array_agg(density))
create or replace function sinkbase._lookup(
    rast bytea, codes integer [], replacements double precision [], pixel_type text
)
returns bytea
language plpython3u
immutable
strict
parallel unsafe
cost 20000
as $python$
if 'sinkbase' not in GD:
    plpy.execute('select sinkbase._kernel()')
return GD['sinkbase']('lookup', 'kernel.raster.lookup', rast, codes, replacements, pixel_type)
$python$;

comment on function sinkbase._lookup(bytea, integer [], double precision [], text) is
'Replaces codes by values over raster WKB: what sinkbase.lookup calls.';

create or replace function sinkbase.lookup(
    rast raster,
    codes integer [],
    replacements double precision [],
    pixel_type text default '32BF'
)
returns raster
language sql
immutable
parallel unsafe
as $sql$
    select st_rastfromwkb(sinkbase._lookup(st_aswkb(rast), codes, replacements, pixel_type))
$sql$;

comment on function sinkbase.lookup(raster, integer [], double precision [], text) is
'Replaces each code of a raster by the value beside it in the second array; codes that are not '
'listed become missing.';

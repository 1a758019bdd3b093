-- One raster: an expression evaluated over the aligned rasters of a tile, all bands at once.
--
--     select sinkbase.map_algebra('npp - rh', array['npp', 'rh'], array[npp.rast, rh.rast])
--
-- Names stand for rasters (by position) or for constants (jsonb). Allowed are numbers, + - * / **,
-- comparisons, and, or, not, name[band] and the functions of kernel/raster/functions.py; anything
-- else is refused before anything runs. A raster of several bands is an array (bands, rows,
-- columns); sum, mean, minimum and maximum of one argument go over its bands. A missing value makes
-- missing whatever it enters, comparisons too; `coalesce` and `present` are the two that look at
-- it. What has no finite value (a division by zero, a logarithm of a negative number) is an error,
-- not a hole.
create or replace function sinkbase._map_algebra(
    expression text, names text [], rasters bytea [], constants jsonb, pixel_type text
)
returns bytea
language plpython3u
immutable
parallel unsafe
cost 100000
as $python$
if 'sinkbase' not in GD:
    plpy.execute('select sinkbase._kernel()')
return GD['sinkbase'](
    'map_algebra', 'kernel.raster.map_algebra', expression, names, rasters, constants, pixel_type)
$python$;

comment on function sinkbase._map_algebra(text, text [], bytea [], jsonb, text) is
'Map algebra over raster WKB: what sinkbase.map_algebra calls. Missing is nodata.';

create or replace function sinkbase.map_algebra(
    expression text,
    names text [],
    rasters raster [],
    constants jsonb default '{}',
    pixel_type text default '32BF'
)
returns raster
language sql
immutable
parallel unsafe
as $sql$
    select st_rastfromwkb(
        sinkbase._map_algebra(
            expression, names, sinkbase.tiles_as_wkb(rasters), constants, pixel_type
        )
    )
$sql$;

comment on function sinkbase.map_algebra(text, text [], raster [], jsonb, text) is
'Evaluates one expression over the aligned rasters of a tile, all bands at once: numbers, + - * / '
'**, comparisons, and/or/not, name[band], abs exp log sqrt floor sum mean minimum maximum where '
'coalesce present. Missing stays missing.';

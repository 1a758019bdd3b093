-- One array: the percentiles of all values in a set of rasters, one for each share; null where
-- there is no value.
--
--     select sinkbase.raster_percentiles(array(select rast from nep), array[0.01, 0.99])
--
-- Shares are from 0 to 1; between two values a percentile lies on the straight line. The first band
-- of each counts.
create or replace function sinkbase._raster_percentiles(
    rasters bytea [], shares double precision []
)
returns double precision []
language plpython3u
immutable
strict
parallel unsafe
cost 1000000
as $python$
if 'sinkbase' not in GD:
    plpy.execute('select sinkbase._kernel()')
return GD['sinkbase']('raster_percentiles', 'kernel.raster.raster_percentiles', rasters, shares)
$python$;

comment on function sinkbase._raster_percentiles(bytea [], double precision []) is
'Percentiles of the values in raster WKB: what sinkbase.raster_percentiles calls.';

create or replace function sinkbase.raster_percentiles(
    rasters raster [], shares double precision []
)
returns double precision []
language sql
immutable
strict
parallel unsafe
as $sql$
    select sinkbase._raster_percentiles(sinkbase.tiles_as_wkb(rasters), shares)
$sql$;

comment on function sinkbase.raster_percentiles(raster [], double precision []) is
'The percentiles (shares from 0 to 1, linear between values) of all values in the rasters'' first '
'bands, in the order of the shares.';

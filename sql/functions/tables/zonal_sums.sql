-- One row per zone of a tile: its cells, and per layer how many of them have a value and the sum.
--
--     select counted.zone, sum(counted.cells) as cells,
--         sum(counted.sums[1] order by zones.tile_id) as nep_sum
--     from zones
--     inner join nep on zones.tile_id = nep.tile_id
--     cross join lateral sinkbase.zonal_sums(zones.rast, array[nep.rast]) as counted
--     group by counted.zone
--
-- Zones are whole numbers, missing for cells that belong to none; two classes make one zone by map
-- algebra (10 * level + category). A sum without a value is null. One pass over the tiles, whatever
-- the number of layers: no row a cell.
create or replace function sinkbase._zonal_sums(zones bytea, layers bytea [])
returns table (zone integer, cells bigint, counts bigint [], sums double precision [])
language plpython3u
immutable
parallel unsafe
cost 100000
rows 20
as $python$
if 'sinkbase' not in GD:
    plpy.execute('select sinkbase._kernel()')
return GD['sinkbase']('zonal_sums', 'kernel.tables.zonal_sums', zones, layers)
$python$;

comment on function sinkbase._zonal_sums(bytea, bytea []) is
'Counts and sums by zone over raster WKB: what sinkbase.zonal_sums calls.';

create or replace function sinkbase.zonal_sums(zones raster, layers raster [])
returns table (zone integer, cells bigint, counts bigint [], sums double precision [])
language sql
immutable
parallel unsafe
rows 20
as $sql$
    select counted.*
    from sinkbase._zonal_sums(st_aswkb(zones), sinkbase.tiles_as_wkb(layers)) as counted
$sql$;

comment on function sinkbase.zonal_sums(raster, raster []) is
'Cells of each zone (whole numbers) of a tile and, per layer, how many of them have a value and '
'their sum. Add up over tiles, in the order of tile_id where digits matter.';

-- One row per zone and code of a tile: how many cells of the zone the code covers, by the share of
-- each cell.
--
--     select counted.zone, counted.code, sum(counted.cells) as cells
--     from zones
--     left join (
--         select tile_id, array_agg(land_use_code) as codes, array_agg(rast) as shares
--         from land_use_share group by tile_id
--     ) as covered on zones.tile_id = covered.tile_id
--     cross join lateral
--         sinkbase.zonal_shares(zones.rast, covered.codes, covered.shares) as counted
--     group by counted.zone, counted.code
--
-- Zones are numbers from 1; a share (0 to 1, missing for 0) is of one code, the codes in any order.
-- The code null is what no code covers. The cells of a zone add up to its number of cells, exactly:
-- they are multiples of 2^-28, so that the sum above has the same digits whatever the order of its
-- rows. Shares of a cell up to 0.00001 from 1 in all are 1: the largest takes the rounding.
create or replace function sinkbase._zonal_shares(zones bytea, codes integer [], shares bytea [])
returns table (zone integer, code integer, cells double precision)
language plpython3u
immutable
parallel unsafe
cost 100000
rows 50
as $python$
if 'sinkbase' not in GD:
    plpy.execute('select sinkbase._kernel()')
return GD['sinkbase']('zonal_shares', 'kernel.tables.zonal_shares', zones, codes, shares)
$python$;

comment on function sinkbase._zonal_shares(bytea, integer [], bytea []) is
'Divides the cells of zones among codes over raster WKB: what sinkbase.zonal_shares calls.';

create or replace function sinkbase.zonal_shares(zones raster, codes integer [], shares raster [])
returns table (zone integer, code integer, cells double precision)
language sql
immutable
parallel unsafe
rows 50
as $sql$
    select counted.*
    from sinkbase._zonal_shares(st_aswkb(zones), codes, sinkbase.tiles_as_wkb(shares)) as counted
$sql$;

comment on function sinkbase.zonal_shares(raster, integer [], raster []) is
'Cells of each zone (numbers from 1) of a tile by code, from the share of each cell that the code '
'covers; code null for what none covers. Sums over tiles are exact.';

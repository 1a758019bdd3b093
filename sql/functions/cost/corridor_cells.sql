-- One row per tile: how many corridors' swaths hold each cell, and where a corridor is pinched.
--
-- The swath of a corridor (sinkbase.sink_corridors) is the cells outside its two sinks through
-- which a path between them costs no more than `tolerance` (0.05) above the least: cost from the
-- one + cost from the other. A cell is pinched (1, else 0) when it lies on a corridor's path
-- outside its two sinks and
--   swaths of two or more corridors overlap there: what happens to the cell happens to all; or
--   its corridor's swath is nowhere narrower: there are the fewest ways around it.
-- The width of a swath at a cell of its path is the number of swath cells that are as far on the
-- way as this cell, rather than as another one of the path. How far a cell is: cost from the one
-- sink - cost to the other. The first and the last quarter of the cost count for no width: near the
-- sinks all ways come together, and every swath is narrow.
create or replace function sinkbase._corridor_cells(
    tile_ids integer [],
    resistance bytea [],
    sinks bytea [],
    nearest bytea [],
    tolerance double precision
)
returns table (tile_id integer, overlap bytea, pinch bytea)
language plpython3u
immutable
strict
parallel unsafe
cost 10000000
rows 100
as $python$
if 'sinkbase' not in GD:
    plpy.execute('select sinkbase._kernel()')
return GD['sinkbase'](
    'corridor_cells', 'kernel.cost.corridor_cells', tile_ids, resistance, sinks, nearest, tolerance)
$python$;

comment on function sinkbase._corridor_cells(
    integer [], bytea [], bytea [], bytea [], double precision
) is
'Swaths and pinch cells of the corridors over raster WKB: what sinkbase.corridor_cells calls.';

create or replace function sinkbase.corridor_cells(
    tile_ids integer [],
    resistance raster [],
    sinks raster [],
    nearest raster [],
    tolerance double precision default 0.05
)
returns table (tile_id integer, overlap raster, pinch raster)
language sql
immutable
strict
parallel unsafe
rows 100
as $sql$
    select
        tile.tile_id,
        st_rastfromwkb(tile.overlap) as overlap,
        st_rastfromwkb(tile.pinch) as pinch
    from sinkbase._corridor_cells(
        tile_ids,
        sinkbase.tiles_as_wkb(resistance),
        sinkbase.tiles_as_wkb(sinks),
        sinkbase.tiles_as_wkb(nearest),
        tolerance
    ) as tile
$sql$;

comment on function sinkbase.corridor_cells(
    integer [], raster [], raster [], raster [], double precision
) is
'The number of corridors between neighbouring sinks whose swath (paths up to the tolerance dearer '
'than the cheapest) holds each cell, and 1 where a corridor''s path is pinched: swaths overlap '
'there or are narrowest; else 0.';

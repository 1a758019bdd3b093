-- One row per tile: a set of cells with its gaps closed, 1 in the set and 0 not.
--
--     select * from sinkbase.close_gaps(array_agg(tile_id), array_agg(taken), 2)
--
-- Morphological closing with a square of 2 * ceil(gap_cells / 2) + 1 cells: a cell stays out when
-- such a square that holds it and no cell of the set fits somewhere. Gaps and bays up to gap_cells
-- wide are filled. The plane is taken as empty and endless, then cut to the region: its border is
-- no wall. Every value but 0 is in the set.
create or replace function sinkbase._close_gaps(
    tile_ids integer [], rasters bytea [], gap_cells double precision
)
returns table (tile_id integer, closed bytea)
language plpython3u
immutable
strict
parallel unsafe
cost 1000000
rows 100
as $python$
if 'sinkbase' not in GD:
    plpy.execute('select sinkbase._kernel()')
return GD['sinkbase']('close_gaps', 'kernel.patches.close_gaps', tile_ids, rasters, gap_cells)
$python$;

comment on function sinkbase._close_gaps(integer [], bytea [], double precision) is
'Closes the gaps of a set of cells over raster WKB: what sinkbase.close_gaps calls.';

create or replace function sinkbase.close_gaps(
    tile_ids integer [], rasters raster [], gap_cells double precision
)
returns table (tile_id integer, rast raster)
language sql
immutable
strict
parallel unsafe
rows 100
as $sql$
    select
        tile.tile_id,
        st_rastfromwkb(tile.closed) as rast
    from sinkbase._close_gaps(tile_ids, sinkbase.tiles_as_wkb(rasters), gap_cells) as tile
$sql$;

comment on function sinkbase.close_gaps(integer [], raster [], double precision) is
'Morphological closing of the cells that are not 0, with a square of 2 * ceil(gap_cells / 2) + 1 '
'cells, on an endless plane cut to the region: 1 in the set, 0 not. Missing stays missing.';

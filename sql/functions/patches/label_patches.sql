-- One row per tile: the patches of a whole grid, each cell the number of the patch it belongs to.
--
--     select * from sinkbase.label_patches(array_agg(tile_id), array_agg(rast))  -- of one table
--
-- A patch is all cells of one code that hang together over their eight neighbours, across tiles.
-- Patches count from 1 in reading order of their first cell. Missing cells belong to none.
create or replace function sinkbase._label_patches(tile_ids integer [], rasters bytea [])
returns table (tile_id integer, patches bytea)
language plpython3u
immutable
strict
parallel unsafe
cost 1000000
rows 100
as $python$
if 'sinkbase' not in GD:
    plpy.execute('select sinkbase._kernel()')
return GD['sinkbase']('label_patches', 'kernel.patches.label_patches', tile_ids, rasters)
$python$;

comment on function sinkbase._label_patches(integer [], bytea []) is
'Numbers the patches of a grid over raster WKB: what sinkbase.label_patches calls.';

create or replace function sinkbase.label_patches(tile_ids integer [], rasters raster [])
returns table (tile_id integer, rast raster)
language sql
immutable
strict
parallel unsafe
rows 100
as $sql$
    select
        tile.tile_id,
        st_rastfromwkb(tile.patches) as rast
    from sinkbase._label_patches(tile_ids, sinkbase.tiles_as_wkb(rasters)) as tile
$sql$;

comment on function sinkbase.label_patches(integer [], raster []) is
'The patches of a grid given as tiles: cells of one code that touch each other, diagonally too, '
'bear one number, from 1 in reading order. Missing stays missing.';

-- One row per tile: the land-use pattern around each cell of a sink, as a pattern code; 0 where
-- none fits and outside sinks, missing outside the region.
--
--     select * from sinkbase.restoration_patterns(tile_ids, land_use, category, null, rules, 3)
--
-- Around each cell of a sink (category 1, 2 or 3) the shares of the land-use codes in a disc are
-- taken: all cells with a code whose centre lies within radius_cells. Of the category's rules, in
-- order of preference, the first fits whose requirements all hold: codes that together have at
-- least a least share; and, where it needs a road, a cell above 0 of `roads` in the disc. Without
-- roads (null) such a rule never fits. A pattern that cannot be assessed is left out.
--     [{"pattern": 4, "category": 3, "preference": 1, "needs_road": false,
--       "requirements": [{"codes": [66], "least_share": 0.2}]}, ...]
create or replace function sinkbase._restoration_patterns(
    tile_ids integer [],
    land_use bytea [],
    category bytea [],
    roads bytea [],
    rules jsonb,
    radius_cells double precision
)
returns table (tile_id integer, patterns bytea)
language plpython3u
immutable
parallel unsafe
cost 1000000
rows 100
as $python$
if 'sinkbase' not in GD:
    plpy.execute('select sinkbase._kernel()')
return GD['sinkbase'](
    'restoration_patterns', 'kernel.patches.restoration_patterns',
    tile_ids, rules, radius_cells, land_use, category, roads)
$python$;

comment on function sinkbase._restoration_patterns(
    integer [], bytea [], bytea [], bytea [], jsonb, double precision
) is
'Finds the land-use pattern of each sink cell over raster WKB: what sinkbase.restoration_patterns '
'calls.';

create or replace function sinkbase.restoration_patterns(
    tile_ids integer [],
    land_use raster [],
    category raster [],
    roads raster [],
    rules jsonb,
    radius_cells double precision
)
returns table (tile_id integer, rast raster)
language sql
immutable
parallel unsafe
rows 100
as $sql$
    select
        tile.tile_id,
        st_rastfromwkb(tile.patterns) as rast
    from sinkbase._restoration_patterns(
        tile_ids,
        sinkbase.tiles_as_wkb(land_use),
        sinkbase.tiles_as_wkb(category),
        sinkbase.tiles_as_wkb(roads),
        rules,
        radius_cells
    ) as tile
$sql$;

comment on function sinkbase.restoration_patterns(
    integer [], raster [], raster [], raster [], jsonb, double precision
) is
'The pattern code of each sink cell (category 1 primary, 2 secondary, 3 potential) from the '
'shares of land-use codes, and roads, in a disc around it: the first of the category''s rules '
'that fits; 0 where none fits and outside sinks.';

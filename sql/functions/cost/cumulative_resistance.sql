-- One row per tile: the minimum cumulative resistance (MCR, Eq. 6) of each cell, its nearest source
-- and its back link.
--
--     select * from sinkbase.cumulative_resistance(array[1, 2], array[...], array[...])
--
-- Between two of 8 neighbours a path costs cell size (m) x (1 or sqrt 2) x the mean of their two
-- resistances; a cell's MCR is the least cost of a path from any source cell, 0 on all of them. A
-- cell without resistance is a barrier, also where it was meant as a source: no path crosses it,
-- and its results are missing, as those of a cell out of reach. Sources are ids from 1; 0 or
-- missing is no source. Back links are numbered in reading order of the 3 x 3 cells around (1
-- north-west, 2 north .. 8 south-east): where the cheapest path comes from; 0 at sources. Among
-- equally cheap neighbours the first counts. Engines: 'pgrouting' (sinkbase.shortest_costs),
-- 'raster' (scikit-image's MCP_Geometric on the whole array), 'auto': pgRouting up to 100,000
-- cells, where it takes half a second (from version 3.6 on 2 s), else raster. They give the same
-- costs. 1,000,000 cells take 0.7 s by raster, 5 s and 1.2 GB by pgRouting; 16,000,000 by raster 21
-- s and 2 GB.
create or replace function sinkbase._cumulative_resistance(
    tile_ids integer [], resistance bytea [], sources bytea [], engine text
)
returns table (tile_id integer, cost bytea, nearest bytea, back_link bytea)
language plpython3u
volatile
strict
parallel unsafe
cost 10000000
rows 100
as $python$
if 'sinkbase' not in GD:
    plpy.execute('select sinkbase._kernel()')


def search(*grid_and_starts):
    call = plpy.prepare(
        'select cells, costs from sinkbase.shortest_costs($1, $2, $3, $4)',
        ['bytea', 'int', 'float8', 'int[]'])
    return call.execute(grid_and_starts)[0]


return GD['sinkbase'](
    'cumulative_resistance', 'kernel.cost.cumulative_resistance',
    tile_ids, resistance, sources, engine, search)
$python$;

comment on function sinkbase._cumulative_resistance(integer [], bytea [], bytea [], text) is
'Minimum cumulative resistance over raster WKB: what sinkbase.cumulative_resistance calls.';

create or replace function sinkbase.cumulative_resistance(
    tile_ids integer [], resistance raster [], sources raster [], engine text default 'auto'
)
returns table (tile_id integer, cost raster, nearest raster, back_link raster)
language sql
volatile
strict
parallel unsafe
rows 100
as $sql$
    select
        tile.tile_id,
        st_rastfromwkb(tile.cost) as cost,
        st_rastfromwkb(tile.nearest) as nearest,
        st_rastfromwkb(tile.back_link) as back_link
    from sinkbase._cumulative_resistance(
        tile_ids, sinkbase.tiles_as_wkb(resistance), sinkbase.tiles_as_wkb(sources), engine
    ) as tile
$sql$;

comment on function sinkbase.cumulative_resistance(integer [], raster [], raster [], text) is
'Minimum cumulative resistance of each cell from the sources (id > 0): cost (64BF), nearest '
'source (32BUI) and back link (8BUI: 1-8 the neighbour in reading order from the north-west, 0 at '
'sources), one row a tile. A cell without resistance is a barrier. Engine: auto, pgrouting or '
'raster.';

-- One row per tile: the minimum cumulative resistance (MCR, Eq. 6) of each cell, its nearest source and its back link.
--
--     select * from sinkbase.cumulative_resistance(array[1, 2], array[...], array[...])
--
-- Between two of 8 neighbours a path costs cell size (m) x (1 or sqrt 2) x the mean of their two resistances; a cell's
-- MCR is the least cost of a path from any source cell, 0 on all of them. A cell without resistance is a barrier, also
-- where it was meant as a source: no path crosses it, and its results are missing, as those of a cell out of reach.
-- Sources are ids from 1; 0 or missing is no source. Back links are numbered in reading order of the 3 x 3 cells
-- around (1 north-west, 2 north .. 8 south-east): where the cheapest path comes from; 0 at sources. Among equally
-- cheap neighbours the first counts.
-- Engines: 'pgrouting' (sinkbase.shortest_costs), 'raster' (scikit-image's MCP_Geometric on the whole array), 'auto':
-- pgRouting up to 100,000 cells, where it takes half a second (from version 3.6 on 2 s), else raster. They give the
-- same costs. 1,000,000 cells take 0.7 s by raster, 5 s and 1.2 GB by pgRouting; 16,000,000 by raster 21 s and 2 GB.
create or replace function sinkbase.cumulative_resistance_wkb(
    tile_ids integer [],
    resistance bytea [],
    sources bytea [],
    engine text default 'auto'
)
returns table (tile_id integer, cost bytea, nearest bytea, back_link bytea)
language plpython3u
volatile
strict
parallel unsafe
cost 10000000
rows 100
as $python$
from importlib.util import find_spec

import numpy

PGROUTING_CELLS = 100_000

if 'sinkbase_least_cost' not in GD:
    plpy.execute('select sinkbase.least_cost_library()')
library, paths = GD['sinkbase'], GD['sinkbase_least_cost']


def by_pgrouting(resistance, cell_size, starts):
    """Least costs from the starts, inf where no path leads."""
    rows, columns = resistance.shape
    # a column of barriers on the right, as grid_edges wants it
    grid = numpy.pad(resistance, ((0, 0), (0, 1)), constant_values=numpy.inf)
    start_row, start_column = numpy.nonzero(starts)
    where = (1.0, -1.0, 0.0, 0.0, 0.0, 0.0, 0, columns + 1, rows)
    call = plpy.prepare(
        'select cells, costs from sinkbase.shortest_costs($1, $2, $3, $4)', ['bytea', 'int', 'float8', 'int[]'])
    given = [
        library.encode(grid, where, '64BF'), columns + 1, cell_size,
        (start_row * (columns + 1) + start_column + 1).tolist()]
    found = call.execute(given)[0]
    cells = numpy.frombuffer(found['cells'], '>i8')
    cost = numpy.full(grid.size + 1, numpy.inf)
    cost[cells] = numpy.frombuffer(found['costs'], '>f8')
    return cost[1:].reshape(grid.shape)[:, :-1].copy()


if engine not in ('auto', 'pgrouting', 'raster'):
    plpy.error(f"cumulative_resistance: engine is '{engine}', expected 'auto', 'pgrouting' or 'raster'")
has_solver = find_spec('skimage') is not None
if engine == 'raster' and not has_solver:
    plpy.error(
        "cumulative_resistance: engine 'raster' needs scikit-image in the server's Python",
        hint="Install the package python3-skimage on the server, or use engine 'pgrouting'.")
try:
    grid = paths.read(tile_ids, resistance=resistance, sources=sources)
    is_source = grid.sources > 0
    if not is_source.any():
        raise ValueError(
            'no cell is a source: expected an id of 1 or more in a cell with a resistance. Are there no sinks?')
    small = grid.resistance.size <= PGROUTING_CELLS
    use_pgrouting = engine == 'pgrouting' or engine == 'auto' and (small or not has_solver)
    cost = paths.least_costs(grid, is_source, by_pgrouting if use_pgrouting else paths.solve)
    link = paths.back_links(grid, cost)
except ValueError as error:
    plpy.error(f'cumulative_resistance: {error}')
nearest = grid.sources.ravel()[paths.sources_of(link)]


def results():
    # tile by tile: 16,000,000 cells at once would take 400 MB more
    for tile_id, (row, column, height, width, header) in zip(tile_ids, grid.places):
        part = slice(row, row + height), slice(column, column + width)
        reached = link[part] != paths.NO_PATH
        yield (
            tile_id,
            library.encode(numpy.where(reached, cost[part], numpy.nan), header, '64BF'),
            library.encode(numpy.where(reached, nearest[part], numpy.nan), header, '32BUI'),
            library.encode(numpy.where(reached, link[part], numpy.nan), header, '8BUI'),
        )


return results()
$python$;

comment on function sinkbase.cumulative_resistance_wkb(integer [], bytea [], bytea [], text) is
'Minimum cumulative resistance over raster WKB: what sinkbase.cumulative_resistance calls.';

create or replace function sinkbase.cumulative_resistance(
    tile_ids integer [],
    resistance raster [],
    sources raster [],
    engine text default 'auto'
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
    from sinkbase.cumulative_resistance_wkb(
        tile_ids,
        sinkbase.tiles_as_wkb(resistance),
        sinkbase.tiles_as_wkb(sources),
        engine
    ) as tile
$sql$;

comment on function sinkbase.cumulative_resistance(integer [], raster [], raster [], text) is
'Minimum cumulative resistance of each cell from the sources (id > 0): cost (64BF), nearest source (32BUI) and back '
'link (8BUI: 1-8 the neighbour in reading order from the north-west, 0 at sources), one row a tile. A cell without '
'resistance is a barrier. Engine: auto, pgrouting or raster.';

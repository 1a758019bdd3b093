-- One row per tile: how many corridors' swaths hold each cell, and where a corridor is pinched.
--
-- The swath of a corridor (sinkbase.sink_corridors) is the cells outside its two sinks through which a path between
-- them costs no more than `tolerance` (0.05) above the least: cost from the one + cost from the other.
-- A cell is pinched (1, else 0) when it lies on a corridor's path outside its two sinks and
--   swaths of two or more corridors overlap there: what happens to the cell happens to all of them; or
--   its corridor's swath is nowhere narrower: there are the fewest ways around it.
-- The width of a swath at a cell of its path is the number of swath cells that are as far on the way as this cell,
-- rather than as another one of the path. How far a cell is: cost from the one sink - cost to the other. The first and
-- the last quarter of the cost count for no width: near the sinks all ways come together, and every swath is narrow.
create or replace function sinkbase.corridor_cells_wkb(
    tile_ids integer [],
    resistance bytea [],
    sinks bytea [],
    nearest bytea [],
    tolerance double precision default 0.05
)
returns table (tile_id integer, overlap bytea, pinch bytea)
language plpython3u
immutable
strict
parallel unsafe
cost 10000000
rows 100
as $python$
import numpy

MOST = 254  # 255 is nodata

if 'sinkbase_least_cost' not in GD:
    plpy.execute('select sinkbase.least_cost_library()')
library, paths = GD['sinkbase'], GD['sinkbase_least_cost']


def narrowest(swath, progress, on_path, cost):
    """The cells of the path (flat indices, in order) in the middle half of the way where the swath is narrowest."""
    way = progress[on_path]
    halfway = (way[1:] + way[:-1]) / 2
    width = numpy.bincount(numpy.searchsorted(halfway, progress[swath]), minlength=len(way))
    middle = numpy.abs(way) <= cost / 2
    return on_path[middle & (width == width.min(where=middle, initial=swath.size))]


if not 0 <= tolerance < numpy.inf:
    plpy.error(f'corridor_cells: the tolerance is {tolerance}, expected a share of the cost of 0 or more')
try:
    grid = paths.read(tile_ids, resistance=resistance, sinks=sinks, nearest=nearest)
    overlap = numpy.zeros(grid.sinks.shape, 'i4')
    path = numpy.zeros(grid.sinks.shape, bool)
    pinch = numpy.zeros(grid.sinks.shape, bool)
    for corridor in paths.corridors(grid):
        there, back = corridor.costs(corridor.first), corridor.costs(corridor.second)
        # the sum of a path's costs from its two ends differs in the last digits from cell to cell
        swath = there + back <= corridor.cost * (1 + tolerance + 1e-9)
        swath &= (grid.sinks != corridor.first) & (grid.sinks != corridor.second)
        overlap += swath
        if len(corridor.rows) > 2:
            cells = numpy.ravel_multi_index((corridor.rows[1:-1], corridor.columns[1:-1]), path.shape)
            path.flat[cells] = True
            progress = numpy.subtract(there, back, out=numpy.zeros(path.shape), where=swath)
            pinch.flat[narrowest(swath.ravel(), progress.ravel(), cells, corridor.cost)] = True
except ValueError as error:
    plpy.error(f'corridor_cells: {error}')
pinch |= path & (overlap > 1)
barrier = numpy.isinf(grid.resistance)
return zip(
    tile_ids,
    library.cut(numpy.where(barrier, numpy.nan, overlap.clip(max=MOST)), grid.places, '8BUI'),
    library.cut(numpy.where(barrier, numpy.nan, pinch), grid.places, '8BUI'))
$python$;

comment on function sinkbase.corridor_cells_wkb(integer [], bytea [], bytea [], bytea [], double precision) is
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
    from sinkbase.corridor_cells_wkb(
        tile_ids,
        sinkbase.tiles_as_wkb(resistance),
        sinkbase.tiles_as_wkb(sinks),
        sinkbase.tiles_as_wkb(nearest),
        tolerance
    ) as tile
$sql$;

comment on function sinkbase.corridor_cells(integer [], raster [], raster [], raster [], double precision) is
'The number of corridors between neighbouring sinks whose swath (paths up to the tolerance dearer than the cheapest) '
'holds each cell, and 1 where a corridor''s path is pinched: swaths overlap there or are narrowest; else 0.';

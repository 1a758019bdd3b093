-- Puts the Python helpers for least-cost paths over a grid into the session's GD['sinkbase_least_cost'].
--
-- A grid is an array of resistances, infinite where a cell is a barrier. The step between two of 8 neighbours
-- costs its length, cell size x (1 or sqrt 2), times the mean of their two resistances.
-- Back links are numbered in reading order:    1 2 3
-- the neighbour that the path comes from,      4 0 5    0 at a source,
--                                              6 7 8    255 where no path comes.
create or replace function sinkbase.least_cost_library()
returns void
language plpython3u
volatile
parallel unsafe
as $python$
import struct
from types import SimpleNamespace

import numpy
from scipy.ndimage import binary_dilation

if 'sinkbase' not in GD:
    plpy.execute('select sinkbase.python_library()')
library = GD['sinkbase']

NEIGHBOURS = [(row, column) for row in (-1, 0, 1) for column in (-1, 0, 1) if row or column]
NO_PATH = 255
LARGEST_ID = 4294967294


def read(tile_ids, **rasters):
    """The mosaics of aligned rasters: resistance with inf for barriers, the others as ids with 0 for none."""
    for name, tiles in rasters.items():
        if len(tiles) != len(tile_ids):
            raise ValueError(f'{len(tile_ids)} tile ids for {len(tiles)} tiles of {name}')
        if None in tiles:
            raise ValueError(f'{name} of tile {tile_ids[tiles.index(None)]} is null')
    for name, tiles in rasters.items():
        for tile_id, tile, resistance in zip(tile_ids, tiles, rasters['resistance']):
            if library.geometry(tile) != library.geometry(resistance):
                raise ValueError(
                    f'tile {tile_id} of {name} is not aligned with that of resistance: '
                    f'{library.geometry(tile)}, expected {library.geometry(resistance)}')
    resistance, places = library.mosaic(rasters.pop('resistance'))
    header = places[0][4]
    if header[0] != -header[1]:
        raise ValueError(f'cells of {header[0]:g} x {-header[1]:g}: expected squares, north up')
    left, top = min(place[4][2] for place in places), max(place[4][3] for place in places)
    grid = SimpleNamespace(places=places, cell_size=header[0], left=left, top=top, srid=header[6])
    wrong = (resistance <= 0) | numpy.isinf(resistance)
    if wrong.any():
        row, column = (int(index[0]) for index in numpy.nonzero(wrong))
        x, y = centres(grid, row, column)
        raise ValueError(
            f'{numpy.count_nonzero(wrong)} cells have a resistance that is not positive and finite, e.g. '
            f'{resistance[row, column]:g} in row {row + 1}, column {column + 1} of the grid (x {x:g}, y {y:g}). '
            'A barrier has no value at all')
    grid.resistance = resistance
    resistance[numpy.isnan(resistance)] = numpy.inf
    for name, tiles in rasters.items():
        values = numpy.nan_to_num(library.mosaic(tiles)[0], copy=False)
        bad = (values < 0) | (values > LARGEST_ID) | (values != numpy.rint(values))
        if bad.any():
            raise ValueError(f'{name} holds {values[bad][0]:g}: ids are whole numbers from 1; 0 or missing is none')
        ids = values.astype('u4')
        ids[numpy.isinf(resistance)] = 0
        setattr(grid, name, ids)
    return grid


def centres(grid, rows, columns):
    """The coordinates of cells' centres."""
    return grid.left + (columns + 0.5) * grid.cell_size, grid.top - (rows + 0.5) * grid.cell_size


def step_length(grid, row, column):
    return numpy.sqrt((row * grid.cell_size) ** 2 + (column * grid.cell_size) ** 2)


def shifted(row, column):
    """Slices of an array and of its neighbours by an offset, side by side."""
    def one(offset):
        return slice(max(-offset, 0), min(-offset, 0) or None), slice(max(offset, 0), min(offset, 0) or None)
    (here_row, there_row), (here_column, there_column) = one(row), one(column)
    return (here_row, here_column), (there_row, there_column)


def border(resistance, is_source):
    """Source cells from which a step leads to a cell that is none: the only ones a search has to start at."""
    return is_source & binary_dilation(~is_source & numpy.isfinite(resistance), numpy.ones((3, 3)))


def solve(resistance, cell_size, starts):
    """Least costs from the starts by scikit-image; inf where no path leads."""
    from skimage.graph import MCP_Geometric
    # transposed: the solver wants the columns of an array one after another in memory
    solver = MCP_Geometric(resistance.T, sampling=(cell_size, cell_size))
    rows, columns = numpy.nonzero(starts)
    return solver.find_costs(list(zip(columns.tolist(), rows.tolist())))[0].T


def least_costs(grid, is_source, engine=solve):
    """Least costs from the source cells to all cells: 0 on all of them, inf where no path leads."""
    starts = border(grid.resistance, is_source)
    if starts.any():
        # the inner source cells are no way to anywhere: left out, they cost no search
        outside = numpy.where(is_source & ~starts, numpy.inf, grid.resistance)
        cost = engine(outside, grid.cell_size, starts)
    else:
        cost = numpy.full(is_source.shape, numpy.inf)
    cost[is_source] = 0
    return cost


def back_links(grid, cost):
    """The neighbour through which each cell's least cost comes, 0 at sources, 255 where there is none.

    The first in reading order among equals: the same whichever engine found the costs.
    """
    reached = numpy.isfinite(cost)
    furthest = cost.max(where=reached, initial=0)
    shortest = grid.cell_size * grid.resistance.min()
    if furthest * 2 ** -50 > shortest:
        raise ValueError(
            f'resistances from {grid.resistance.min():g} to {grid.resistance.max(where=reached, initial=0):g} '
            'differ too much: a step over the lowest is lost in the sum of the highest. '
            'Give the highest resistances no value, which makes them barriers')
    best = numpy.full(cost.shape, numpy.inf)
    link = numpy.full(cost.shape, NO_PATH, 'u1')
    for number, (row, column) in enumerate(NEIGHBOURS, start=1):
        here, there = shifted(row, column)
        through = grid.resistance[here] + grid.resistance[there]
        through *= step_length(grid, row, column) * 0.5
        through += cost[there]
        better = through < best[here]
        numpy.copyto(best[here], through, where=better)
        link[here][better] = number
    link[cost == 0] = 0
    return link


def sources_of(link):
    """The flat index of the source cell that each cell's links lead to; of itself where there is no path."""
    columns = link.shape[1]
    offsets = numpy.zeros(256, 'i4' if link.size < 2 ** 31 else 'i8')
    offsets[1:9] = [row * columns + column for row, column in NEIGHBOURS]
    target = offsets[link.ravel()]
    target += numpy.arange(link.size, dtype=target.dtype)
    # each round doubles the steps taken at once
    while True:
        further = target[target]
        if numpy.array_equal(further, target):
            return target.reshape(link.shape)
        target = further


def walk(link, row, column):
    """The cells from a cell along its links to a source: rows and columns."""
    rows, columns = [row], [column]
    while link[row, column]:
        step = NEIGHBOURS[link[row, column] - 1]
        row, column = row + step[0], column + step[1]
        rows.append(row)
        columns.append(column)
    return numpy.array(rows), numpy.array(columns)


def neighbours(zones):
    """Pairs of ids, the smaller first, whose zones have cells beside each other; 0 is no zone."""
    pairs = set()
    for row, column in NEIGHBOURS[4:]:
        here, there = (zones[part] for part in shifted(row, column))
        touching = (here != there) & (here > 0) & (there > 0)
        beside = numpy.sort(numpy.stack([here[touching], there[touching]], 1), 1)
        pairs |= set(map(tuple, numpy.unique(beside, axis=0).tolist()))
    return sorted(pairs)


def corridors(grid):
    """Each pair of neighbouring sinks that a path joins: ids, cost, path, and costs from either sink.

    Costs are of a call each (`costs(sink)`), and kept only as long as a pair needs them.
    """
    pairs = neighbours(grid.nearest)
    unknown = set(sum(pairs, ())) - set(numpy.unique(grid.sinks).tolist())
    if unknown:
        raise ValueError(f'nearest names sink {min(unknown)}, which has no cell in sinks: are they of one run?')
    known = {}

    def costs(sink):
        if sink not in known:
            known[sink] = least_costs(grid, grid.sinks == sink)
        return known[sink]

    link, linked = None, 0
    for first, second in pairs:
        for done in [sink for sink in known if sink < first]:
            del known[done]
        if linked != first:
            link, linked = back_links(grid, costs(first)), first
        ends = numpy.flatnonzero(grid.sinks == second)
        end = ends[numpy.argmin(costs(first).ravel()[ends])]
        cost = float(costs(first).ravel()[end])
        if numpy.isfinite(cost):
            rows, columns = walk(link, *divmod(int(end), link.shape[1]))
            yield SimpleNamespace(
                first=first, second=second, cost=cost, rows=rows[::-1], columns=columns[::-1], costs=costs)


def line(grid, rows, columns):
    """EWKB of the line through cells' centres, and its length."""
    points = numpy.stack(centres(grid, rows, columns), 1)
    length = float(numpy.hypot(*numpy.diff(points, axis=0).T).sum())
    head = struct.pack('<BIII', 1, 0x20000002, grid.srid, len(points))
    return head + points.astype('<f8').tobytes(), length


GD['sinkbase_least_cost'] = SimpleNamespace(
    read=read, solve=solve, least_costs=least_costs, back_links=back_links, sources_of=sources_of,
    corridors=corridors, line=line, NO_PATH=NO_PATH)
$python$;

comment on function sinkbase.least_cost_library() is
'Loads the Python helpers for least-cost paths over a grid, shared by cumulative_resistance, sink_corridors and '
'corridor_cells, into the session.';

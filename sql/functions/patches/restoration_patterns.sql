-- One row per tile: the land-use pattern around each cell of a sink, as a pattern code; 0 outside sinks.
--
--     select * from sinkbase.restoration_patterns(tile_ids, land_use, sink_category, null, rules, 3)
--
-- Around each cell of a sink (category 1, 2 or 3) the shares of the land-use codes in a disc are taken: all cells with
-- a code whose centre lies within radius_cells. Of the category's rules, in order of preference, the first fits whose
-- requirements all hold: codes that together have at least a least share; and, where it needs a road, a cell above 0 of
-- `roads` in the disc. Without roads (null) such a rule never fits. Where none fits, the category's default is taken.
--     [{"pattern": 4, "category": 3, "preference": 1, "is_default": true, "needs_road": false,
--       "requirements": [{"codes": [66], "least_share": 0.2}]}, ...]
-- The cells of a disc are counted as runs of its rows, whole numbers from running sums: shares are exact.
create or replace function sinkbase.restoration_patterns_wkb(
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
import json
import math

import numpy

if 'sinkbase' not in GD:
    plpy.execute('select sinkbase.python_library()')
library = GD['sinkbase']


def grid(name, rasters):
    return library.whole_grid(f'restoration_patterns: {name}', tile_ids, rasters)


def defaults_of(rules):
    """The default pattern of each category; complains about rules that leave a choice open."""
    for rule in rules:
        if rule['category'] not in (1, 2, 3) or not 1 <= rule['pattern'] <= 254:
            plpy.error(f'restoration_patterns: pattern {rule["pattern"]} of category {rule["category"]}: '
                       'expected patterns from 1 to 254 of the categories 1, 2 and 3')
    order = [(rule['category'], rule['preference']) for rule in rules]
    for number in {number for number, _ in order}:
        if sum(rule['category'] == number and rule.get('is_default', False) for rule in rules) != 1:
            plpy.error(f'restoration_patterns: category {number} has not exactly one default pattern')
    if len(set(order)) != len(order):
        plpy.error('restoration_patterns: two patterns of one category have the same preference')
    return {rule['category']: rule['pattern'] for rule in rules if rule.get('is_default', False)}


if tile_ids is None or rules is None or radius_cells is None:
    plpy.error('restoration_patterns: tile_ids, rules and radius_cells must not be null')
if not 0 <= radius_cells <= 10000:
    plpy.error(f'restoration_patterns: radius_cells is {radius_cells}, expected 0 to 10000')
codes, places = grid('land_use', land_use)
sinks, places_of_sinks = grid('category', category)
if places_of_sinks != places:
    plpy.error('restoration_patterns: land_use and category do not lie on the same tiles')
ordered_rules = sorted(json.loads(rules), key=lambda rule: (rule['category'], rule['preference']))
defaults = defaults_of(ordered_rules)
outside = numpy.isnan(sinks)
sinks = numpy.where(outside, 0, sinks).astype(int)
unknown = sorted(set(numpy.unique(sinks).tolist()) - {0, *defaults})
if unknown:
    plpy.error(f'restoration_patterns: the categories {unknown} occur and have no pattern')

# only cells of sinks need an answer, and only those around them are looked at
rows, columns = codes.shape
row, column = numpy.nonzero(sinks)
reach = min(math.floor(radius_cells + 1e-9), max(rows, columns))


def around(cells):
    """How many of the cells (true or false) lie in the disc around each cell of a sink."""
    runs = numpy.zeros((rows, columns + 1), numpy.int32)
    numpy.cumsum(cells, axis=1, out=runs[:, 1:])
    total = numpy.zeros(len(row), numpy.int64)
    for step in range(-reach, reach + 1):
        half = math.floor(math.sqrt(max(radius_cells ** 2 - step ** 2, 0)) + 1e-9)
        line = row + step
        there = (line >= 0) & (line < rows)
        line = line[there]
        total[there] += runs[line, numpy.minimum(column[there] + half + 1, columns)]
        total[there] -= runs[line, numpy.maximum(column[there] - half, 0)]
    return total


cells_with_code = numpy.maximum(around(~numpy.isnan(codes)), 1)
near_road = numpy.zeros(len(row), bool)
if roads is not None:
    lines, places_of_roads = grid('roads', roads)
    if places_of_roads != places:
        plpy.error('restoration_patterns: land_use and roads do not lie on the same tiles')
    near_road = around(lines > 0) > 0
shares = {}
of_cell = sinks[row, column]
pattern = numpy.zeros(len(row), int)
for rule in ordered_rules:
    fits = (of_cell == rule['category']) & (pattern == 0)
    if rule.get('needs_road', False):
        fits &= near_road
    for requirement in rule.get('requirements', []):
        key = tuple(sorted(requirement['codes']))
        if key not in shares:
            shares[key] = around(numpy.isin(codes, key)) / cells_with_code
        fits &= shares[key] >= requirement['least_share']
    pattern[fits] = rule['pattern']
for number, default in defaults.items():
    pattern[(of_cell == number) & (pattern == 0)] = default

result = numpy.zeros(codes.shape)
result[row, column] = pattern
result[outside] = numpy.nan
return zip(tile_ids, library.cut(result, places, '8BUI'))
$python$;

comment on function sinkbase.restoration_patterns_wkb(
    integer [], bytea [], bytea [], bytea [], jsonb, double precision
) is
'Finds the land-use pattern of each sink cell over raster WKB: what sinkbase.restoration_patterns calls.';

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
    from sinkbase.restoration_patterns_wkb(
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
'The pattern code of each sink cell (category 1 primary, 2 secondary, 3 potential) from the shares of land-use codes, '
'and roads, in a disc around it: the first of the category''s rules that fits, else its default; 0 outside sinks.';

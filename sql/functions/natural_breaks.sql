-- One row per class: the exact natural breaks (Fisher-Jenks) of all values in a set of rasters.
--
--     select * from sinkbase.natural_breaks(array(select rast from importance), 5)
--
-- The classes are intervals of the sorted values whose sums of squared deviations from their means are least
-- in total, among all ways to cut. Equal values are one value with a count, so a class never ends inside a tie.
-- The least total for k classes up to value j comes from that for k - 1 classes up to some i < j, and the best i
-- does not fall as j grows: all j of one depth of a binary division are solved at once, O(k n log n) in all.
create or replace function sinkbase.natural_breaks_wkb(rasters bytea [], classes integer)
returns table (
    class integer,
    lower_limit double precision,
    upper_limit double precision,
    cells bigint,
    sum_of_squares double precision,
    goodness_of_variance_fit double precision
)
language plpython3u
immutable
strict
parallel safe
cost 1000000
rows 5
as $python$
import numpy

if 'sinkbase' not in GD:
    plpy.execute('select sinkbase.python_library()')
library = GD['sinkbase']

if classes < 1:
    plpy.error(f'natural_breaks: {classes} classes were asked for, expected 1 or more')

valid = [values[~numpy.isnan(values)] for values in map(library.decode, rasters)]
values, counts = numpy.unique(numpy.concatenate(valid or [numpy.empty(0)]), return_counts=True)
n = len(values)
if n < classes:
    plpy.error(
        f'natural_breaks: the values take {n} different values, too few for {classes} classes',
        hint='Check the layers behind these values: are they constant or empty?')

# sums from the left; taken from the mean, so that squares do not drown their differences
centre = numpy.average(values, weights=counts)
scale = max(values[-1] - values[0], numpy.finfo(float).tiny)
deviation = (values - centre) / scale
count_to = numpy.concatenate([[0.0], numpy.cumsum(counts, dtype=float)])
sum_to = numpy.concatenate([[0.0], numpy.cumsum(counts * deviation)])
square_to = numpy.concatenate([[0.0], numpy.cumsum(counts * deviation ** 2)])


def within(first, end):
    """Sum of squares of the values first .. end - 1 about their mean."""
    total = sum_to[end] - sum_to[first]
    count = count_to[end] - count_to[first]
    return numpy.maximum(square_to[end] - square_to[first] - total * total / count, 0.0)


def best_starts(previous, ends, lowest):
    """For each end: where the last class best begins (at `lowest` or later), and the total then."""
    start = numpy.zeros(len(ends), numpy.int64)
    total = numpy.empty(len(ends))
    low = numpy.array([0])
    high = numpy.array([len(ends)])
    from_start = numpy.array([lowest])
    to_start = numpy.array([ends[-1] - 1])
    while len(low):
        middle = (low + high) // 2
        last = numpy.minimum(to_start, ends[middle] - 1)
        sizes = last - from_start + 1
        offsets = numpy.cumsum(sizes) - sizes
        candidate = numpy.arange(sizes.sum()) + numpy.repeat(from_start - offsets, sizes)
        cost = within(candidate, numpy.repeat(ends[middle], sizes))
        cost += previous[candidate]
        least = numpy.minimum.reduceat(cost, offsets)
        hits = numpy.flatnonzero(cost == numpy.repeat(least, sizes))
        chosen = candidate[hits[numpy.searchsorted(hits, offsets)]]
        start[middle], total[middle] = chosen, least
        left, right = low < middle, middle + 1 < high
        low, high, from_start, to_start = (
            numpy.concatenate([low[left], middle[right] + 1]),
            numpy.concatenate([middle[left], high[right]]),
            numpy.concatenate([from_start[left], chosen[right]]),
            numpy.concatenate([chosen[left], to_start[right]]))
    return start, total


least = numpy.full(n + 1, numpy.inf)
least[1:] = within(numpy.zeros(n, int), numpy.arange(1, n + 1))
starts = []
for number in range(2, classes + 1):
    # the last class ends at n; the others leave at least one value for each class to come
    ends = numpy.arange(number, n + 1 - (classes - number)) if number < classes else numpy.array([n])
    start, total = best_starts(least, ends, number - 1)
    least = numpy.full(n + 1, numpy.inf)
    least[ends] = total
    starts.append((ends[0], start))

cuts = [n]
for first_end, start in reversed(starts):
    cuts.append(int(start[cuts[-1] - first_end]))
cuts = [0, *reversed(cuts)]

exact = []
for first, end in zip(cuts, cuts[1:]):
    part, weight = values[first:end], counts[first:end]
    mean = numpy.average(part, weights=weight)
    exact.append(float(numpy.sum(weight * (part - mean) ** 2)))
whole = float(numpy.sum(counts * (values - centre) ** 2))
fit = 1.0 if whole == 0 else 1.0 - sum(exact) / whole
return [
    (number, float(values[max(first - 1, 0)]), float(values[end - 1]),
     int(counts[first:end].sum()), squares, fit)
    for number, (first, end, squares) in enumerate(zip(cuts, cuts[1:], exact), start=1)
]
$python$;

comment on function sinkbase.natural_breaks_wkb(bytea [], integer) is
'Exact natural breaks of the values in raster WKB: what sinkbase.natural_breaks calls.';

create or replace function sinkbase.natural_breaks(rasters raster [], classes integer)
returns table (
    class integer,
    lower_limit double precision,
    upper_limit double precision,
    cells bigint,
    sum_of_squares double precision,
    goodness_of_variance_fit double precision
)
language sql
immutable
strict
parallel safe
rows 5
as $sql$
    select
        breaks.class,
        breaks.lower_limit,
        breaks.upper_limit,
        breaks.cells,
        breaks.sum_of_squares,
        breaks.goodness_of_variance_fit
    from sinkbase.natural_breaks_wkb(
        array(select st_aswkb(tile.rast) from unnest(rasters) as tile (rast)), classes
    ) as breaks
$sql$;

comment on function sinkbase.natural_breaks(raster [], integer) is
'Exact natural breaks (Fisher-Jenks) of all values in the rasters: classes from 1, open at the lower limit (the first '
'is closed: its lower limit is the minimum) and closed at the upper, with cells, sum of squares within the class, and '
'the goodness of variance fit of the whole.';

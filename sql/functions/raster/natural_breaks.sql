-- One row per class: the exact natural breaks (Fisher-Jenks) of all values in a set of rasters.
--
--     select * from sinkbase.natural_breaks(array(select rast from importance), 5)
--
-- The classes are intervals of the sorted values whose sums of squared deviations from their means
-- are least in total, among all ways to cut; a class never ends inside a tie. How:
-- kernel/raster/breaks_search.py.
create or replace function sinkbase._natural_breaks(
    rasters bytea [], classes integer, or_fewer boolean
)
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
parallel unsafe
cost 1000000
rows 5
as $python$
if 'sinkbase' not in GD:
    plpy.execute('select sinkbase._kernel()')
return GD['sinkbase']('natural_breaks', 'kernel.raster.natural_breaks', rasters, classes, or_fewer)
$python$;

comment on function sinkbase._natural_breaks(bytea [], integer, boolean) is
'Exact natural breaks of the values in raster WKB: what sinkbase.natural_breaks calls.';

create or replace function sinkbase.natural_breaks(
    rasters raster [], classes integer, or_fewer boolean default false
)
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
parallel unsafe
rows 5
as $sql$
    select breaks.*
    from sinkbase._natural_breaks(sinkbase.tiles_as_wkb(rasters), classes, or_fewer) as breaks
$sql$;

comment on function sinkbase.natural_breaks(raster [], integer, boolean) is
'Exact natural breaks (Fisher-Jenks) of all values in the rasters: classes from 1, open at the '
'lower limit (the first is closed: its lower limit is the minimum) and closed at the upper, with '
'cells, sum of squares within the class, and the goodness of variance fit of the whole. '
'`or_fewer`: as many classes as there are values, where these are fewer.';

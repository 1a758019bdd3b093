-- One row per layer of the importance and end (low, high): what hangs on the single most extreme
-- cell there.
--
--     select * from sinkbase.importance_sensitivity(nep, veg, soil, array[0.5, 0.25, 0.25], 5)
--
-- The layers' tiles are arrays in one order, the weights those of nep, vegetation_carbon and
-- soil_carbon, as `layer` names them. Importance is taken between minimum and maximum (Eq. 4 and 5)
-- and classed by natural breaks; then again with the next cell's value (`next_value`, the same one
-- where two cells share the extreme) in the place of the end's extreme. `changed_cells` have
-- another level then, `changed_percent` of those with a level. No rows where importance takes fewer
-- different values than there are classes.
create or replace function sinkbase._importance_sensitivity(
    nep bytea [], vegetation bytea [], soil bytea [], weights double precision [], classes integer
)
returns table (
    layer text,
    which_end text,
    extreme_value double precision,
    next_value double precision,
    changed_cells bigint,
    changed_percent double precision
)
language plpython3u
immutable
strict
parallel unsafe
cost 10000000
rows 6
as $python$
if 'sinkbase' not in GD:
    plpy.execute('select sinkbase._kernel()')
return GD['sinkbase'](
    'importance_sensitivity', 'kernel.tables.importance_sensitivity',
    nep, vegetation, soil, weights, classes)
$python$;

comment on function sinkbase._importance_sensitivity(
    bytea [], bytea [], bytea [], double precision [], integer
) is
'Sensitivity of importance over raster WKB: what sinkbase.importance_sensitivity calls.';

create or replace function sinkbase.importance_sensitivity(
    nep raster [],
    vegetation raster [],
    soil raster [],
    weights double precision [],
    classes integer
)
returns table (
    layer text,
    which_end text,
    extreme_value double precision,
    next_value double precision,
    changed_cells bigint,
    changed_percent double precision
)
language sql
immutable
strict
parallel unsafe
rows 6
as $sql$
    select ends.*
    from sinkbase._importance_sensitivity(
        sinkbase.tiles_as_wkb(nep),
        sinkbase.tiles_as_wkb(vegetation),
        sinkbase.tiles_as_wkb(soil),
        weights,
        classes
    ) as ends
$sql$;

comment on function sinkbase.importance_sensitivity(
    raster [], raster [], raster [], double precision [], integer
) is
'For each end (low, high) of nep, vegetation_carbon and soil_carbon: its extreme value, the next '
'one, and how many cells change their level of importance when the most extreme cell does not '
'decide where the layer ends.';

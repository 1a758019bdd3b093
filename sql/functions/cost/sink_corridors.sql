-- One row per pair of neighbouring sinks that a path joins: the least-cost path between them.
--
-- Sinks are neighbours when the zones of cells nearest to them (`nearest` of
-- sinkbase.cumulative_resistance) touch, diagonally too. The path is the cheapest from any cell of
-- the one to any cell of the other, its steps as in cumulative_resistance, through the cells of
-- other sinks at their resistance. The line runs through cells' centres from the sink of the lower
-- id to the other, its ends in the two sinks; sinks side by side have a line of two points.
create or replace function sinkbase._sink_corridors(
    tile_ids integer [], resistance bytea [], sinks bytea [], nearest bytea []
)
returns table (
    from_sink integer, to_sink integer, cost double precision, length_m double precision, line bytea
)
language plpython3u
immutable
strict
parallel unsafe
cost 10000000
rows 20
as $python$
if 'sinkbase' not in GD:
    plpy.execute('select sinkbase._kernel()')
return GD['sinkbase'](
    'sink_corridors', 'kernel.cost.sink_corridors', tile_ids, resistance, sinks, nearest)
$python$;

comment on function sinkbase._sink_corridors(integer [], bytea [], bytea [], bytea []) is
'Least-cost paths between neighbouring sinks over raster WKB: what sinkbase.sink_corridors calls.';

create or replace function sinkbase.sink_corridors(
    tile_ids integer [], resistance raster [], sinks raster [], nearest raster []
)
returns table (
    from_sink integer,
    to_sink integer,
    cost double precision,
    length_m double precision,
    geom geometry (linestring)
)
language sql
immutable
strict
parallel unsafe
rows 20
as $sql$
    select
        corridor.from_sink,
        corridor.to_sink,
        corridor.cost,
        corridor.length_m,
        st_geomfromewkb(corridor.line) as geom
    from sinkbase._sink_corridors(
        tile_ids,
        sinkbase.tiles_as_wkb(resistance),
        sinkbase.tiles_as_wkb(sinks),
        sinkbase.tiles_as_wkb(nearest)
    ) as corridor
$sql$;

comment on function sinkbase.sink_corridors(integer [], raster [], raster [], raster []) is
'The least-cost path between each pair of neighbouring sinks (whose zones of nearest cells '
'touch): cost as in cumulative_resistance, length in metres, line through the cells'' centres. No '
'row for a pair that no path joins.';

-- One array: the rasters as WKB, in their order; what the PL/Python functions over a whole grid
-- take.
create or replace function sinkbase.tiles_as_wkb(rasters raster [])
returns bytea []
language sql
immutable
strict
parallel safe
as $sql$
    select array(
        select st_aswkb(tile.rast)
        from unnest(rasters) with ordinality as tile (rast, place)
        order by tile.place
    )
$sql$;

comment on function sinkbase.tiles_as_wkb(raster []) is
'The rasters of an array as raster WKB, in their order. Null for null, as for optional layers.';

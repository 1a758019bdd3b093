-- One row per cell of a tile, row by row from the top left: its place in the tile and its value.
--
-- Missing cells are rows too (value null), so that several rasters of one tile can be unnested side
-- by side.
create or replace function sinkbase.tile_cells(rast raster, band integer default 1)
returns table (cell_row integer, cell_column integer, cell_value double precision)
language sql
immutable
parallel safe
rows 16384
as $sql$
    select
        ((cell.place - 1) / st_width(rast))::integer + 1 as cell_row,
        ((cell.place - 1) % st_width(rast))::integer + 1 as cell_column,
        cell.cell_value
    from unnest(st_dumpvalues(rast, band)) with ordinality as cell (cell_value, place)
$sql$;

comment on function sinkbase.tile_cells(raster, integer) is
'The cells of one band of a tile as rows: row and column from 1 at the top left, value or null '
'where missing.';

-- One row per tile: the kinds of a set of cells (0 none, 1 natural, 2 cultivated) without their
-- small pieces.
--
--     select * from sinkbase.merge_small_pieces(array_agg(tile_id), array_agg(kind), 50)
--
-- A piece is all cells of one kind that hang together over their eight neighbours; it is small
-- under min_cells cells (a fraction may be given). First all small natural pieces at once: a piece
-- that touches a cultivated cell becomes cultivated, the others 0. Then all small cultivated pieces
-- in what this has left, likewise.
create or replace function sinkbase._merge_small_pieces(
    tile_ids integer [], kinds bytea [], min_cells double precision
)
returns table (tile_id integer, merged bytea)
language plpython3u
immutable
strict
parallel unsafe
cost 1000000
rows 100
as $python$
if 'sinkbase' not in GD:
    plpy.execute('select sinkbase._kernel()')
return GD['sinkbase'](
    'merge_small_pieces', 'kernel.patches.merge_small_pieces', tile_ids, kinds, min_cells)
$python$;

comment on function sinkbase._merge_small_pieces(integer [], bytea [], double precision) is
'Merges or drops small pieces of a kind over raster WKB: what sinkbase.merge_small_pieces calls.';

create or replace function sinkbase.merge_small_pieces(
    tile_ids integer [], kinds raster [], min_cells double precision
)
returns table (tile_id integer, rast raster)
language sql
immutable
strict
parallel unsafe
rows 100
as $sql$
    select
        tile.tile_id,
        st_rastfromwkb(tile.merged) as rast
    from sinkbase._merge_small_pieces(tile_ids, sinkbase.tiles_as_wkb(kinds), min_cells) as tile
$sql$;

comment on function sinkbase.merge_small_pieces(integer [], raster [], double precision) is
'Kinds (0 none, 1 natural, 2 cultivated) in which every piece has min_cells cells or more: '
'smaller ones, natural first, turn to the other kind where they touch it, diagonally too, and to '
'0 where they do not. Missing stays missing.';

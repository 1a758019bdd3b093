-- One row per tile: the kinds of a set of cells (0 none, 1 natural, 2 cultivated) without their small pieces.
--
--     select * from sinkbase.merge_small_pieces(array_agg(tile_id), array_agg(kind), 50)
--
-- A piece is all cells of one kind that hang together over their eight neighbours; it is small under min_cells cells
-- (a fraction may be given). First all small natural pieces at once: a piece that touches a cultivated cell becomes
-- cultivated, the others 0. Then all small cultivated pieces in what this has left, likewise.
-- Once is enough, though the rule says "until nothing changes": after the first half all natural pieces are large;
-- what the second half makes natural touches one of them, and the cultivated pieces that it leaves are large.
create or replace function sinkbase.merge_small_pieces_wkb(
    tile_ids integer [], rasters bytea [], min_cells double precision
)
returns table (tile_id integer, kinds bytea)
language plpython3u
immutable
strict
parallel unsafe
cost 1000000
rows 100
as $python$
import numpy
from scipy.ndimage import binary_dilation, label

if 'sinkbase' not in GD:
    plpy.execute('select sinkbase.python_library()')
library = GD['sinkbase']

NONE, NATURAL, CULTIVATED = 0, 1, 2
SQUARE = numpy.ones((3, 3), bool)

values, places = library.whole_grid('merge_small_pieces', tile_ids, rasters)
missing = numpy.isnan(values)
kinds = numpy.where(missing, NONE, values)
if not numpy.isin(kinds, (NONE, NATURAL, CULTIVATED)).all():
    plpy.error('merge_small_pieces: a kind other than 0 (none), 1 (natural) or 2 (cultivated)')

for kind, other in ((NATURAL, CULTIVATED), (CULTIVATED, NATURAL)):
    pieces, count = label(kinds == kind, SQUARE)
    # a limit like 50 km2 / 0.01 km2 is not quite whole as a float: a piece of just that size is large
    small = numpy.bincount(pieces.ravel(), minlength=count + 1) < min_cells * (1 - 1e-9)
    small[0] = False
    touches = numpy.zeros(count + 1, bool)
    touches[pieces[binary_dilation(kinds == other, SQUARE)]] = True
    kinds[(small & touches)[pieces]] = other
    kinds[(small & ~touches)[pieces]] = NONE

kinds[missing] = numpy.nan
return zip(tile_ids, library.cut(kinds, places, '8BUI'))
$python$;

comment on function sinkbase.merge_small_pieces_wkb(integer [], bytea [], double precision) is
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
        st_rastfromwkb(tile.kinds) as rast
    from sinkbase.merge_small_pieces_wkb(
        tile_ids,
        sinkbase.tiles_as_wkb(kinds),
        min_cells
    ) as tile
$sql$;

comment on function sinkbase.merge_small_pieces(integer [], raster [], double precision) is
'Kinds (0 none, 1 natural, 2 cultivated) in which every piece has min_cells cells or more: smaller ones, natural '
'first, turn to the other kind where they touch it, diagonally too, and to 0 where they do not. Missing stays missing.';

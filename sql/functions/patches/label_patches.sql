-- One row per tile: the patches of a whole grid, each cell the number of the patch it belongs to.
--
--     select * from sinkbase.label_patches(array_agg(tile_id), array_agg(rast))  -- of one table
--
-- A patch is all cells of one code that hang together over their eight neighbours, across tiles. Patches count
-- from 1 in reading order of their first cell. Missing cells belong to none.
-- An array labelling: 1,000,000 cells in 39,000 patches take 0.1 s from tiles to tiles. pgr_connectedComponents takes
-- 3.8 s after 2.9 s for its edges, ST_ClusterDBSCAN 2.1 s, both after 6.8 s to make a row of each cell.
create or replace function sinkbase.label_patches_wkb(tile_ids integer [], rasters bytea [])
returns table (tile_id integer, patches bytea)
language plpython3u
immutable
strict
parallel unsafe
cost 1000000
rows 100
as $python$
import numpy
from skimage.measure import label

if 'sinkbase' not in GD:
    plpy.execute('select sinkbase.python_library()')
library = GD['sinkbase']

values, places = library.whole_grid('label_patches', tile_ids, rasters)

missing = numpy.isnan(values)
values[missing] = 0
codes = values.astype(numpy.int64)
if (codes != values).any():
    plpy.error('label_patches: the values are no whole numbers; patches are made of codes')
nothing = codes.min() - 1
codes[missing] = nothing

patches, count = label(codes, background=nothing, connectivity=2, return_num=True)
# where a place is written several times the last one stays: backwards, that is a patch's first cell
first = numpy.zeros(count + 1, numpy.int64)
first[patches.ravel()[::-1]] = numpy.arange(patches.size)[::-1]
number = numpy.zeros(count + 1)
number[1 + numpy.argsort(first[1:])] = numpy.arange(1, count + 1)
number[0] = numpy.nan
return zip(tile_ids, library.cut(number[patches], places, '32BUI'))
$python$;

comment on function sinkbase.label_patches_wkb(integer [], bytea []) is
'Numbers the patches of a grid over raster WKB: what sinkbase.label_patches calls.';

create or replace function sinkbase.label_patches(tile_ids integer [], rasters raster [])
returns table (tile_id integer, rast raster)
language sql
immutable
strict
parallel unsafe
rows 100
as $sql$
    select
        tile.tile_id,
        st_rastfromwkb(tile.patches) as rast
    from sinkbase.label_patches_wkb(
        tile_ids,
        sinkbase.tiles_as_wkb(rasters)
    ) as tile
$sql$;

comment on function sinkbase.label_patches(integer [], raster []) is
'The patches of a grid given as tiles: cells of one code that touch each other, diagonally too, bear one number, '
'from 1 in reading order. Missing stays missing.';

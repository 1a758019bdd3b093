-- One raster: each value replaced by the class whose interval it lies in.
--
-- n ascending limits make n + 1 classes. `closed => 'lower'`: a value equal to a limit belongs above it,
-- [a, b), as the resistance levels want; 'upper': below it, (a, b], as natural breaks want.
create or replace function sinkbase.classify_wkb(
    rast bytea,
    limits double precision [],
    classes double precision [],
    closed text,
    pixel_type text default '8BUI'
)
returns bytea
language plpython3u
immutable
strict
parallel unsafe
cost 20000
as $python$
import numpy

if 'sinkbase' not in GD:
    plpy.execute('select sinkbase.python_library()')
library = GD['sinkbase']

if len(classes) != len(limits) + 1:
    plpy.error(f'classify: {len(limits)} limits make {len(limits) + 1} classes; {len(classes)} were given')
if any(upper <= lower for lower, upper in zip(limits, limits[1:])):
    plpy.error(f'classify: the limits must ascend: {limits}')
if closed not in ('lower', 'upper'):
    plpy.error(f"classify: closed is '{closed}', expected 'lower' or 'upper'")

values = library.decode(rast)
side = 'right' if closed == 'lower' else 'left'
place = numpy.searchsorted(numpy.array(limits, float), values, side)
place[numpy.isnan(values)] = 0
result = numpy.where(numpy.isnan(values), numpy.nan, numpy.array(classes, float)[place])
try:
    return library.encode(result, library.geometry(rast), pixel_type)
except ValueError as error:
    plpy.error(f'classify: {error}')
$python$;

comment on function sinkbase.classify_wkb(bytea, double precision [], double precision [], text, text) is
'Replaces values by classes over raster WKB: what sinkbase.classify calls.';

create or replace function sinkbase.classify(
    rast raster,
    limits double precision [],
    classes double precision [],
    closed text,
    pixel_type text default '8BUI'
)
returns raster
language sql
immutable
parallel unsafe
as $sql$
    select st_rastfromwkb(sinkbase.classify_wkb(st_aswkb(rast), limits, classes, closed, pixel_type))
$sql$;

comment on function sinkbase.classify(raster, double precision [], double precision [], text, text) is
'Replaces each value of a raster by the class of its interval; n ascending limits for n + 1 classes, '
'closed at their lower or upper end.';

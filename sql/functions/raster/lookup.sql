-- One raster: each code replaced by the value that a table has for it; codes without a row become missing.
--
--     select sinkbase.lookup(rast, array_agg(code), array_agg(density))
create or replace function sinkbase.lookup_wkb(
    rast bytea,
    codes integer [],
    replacements double precision [],
    pixel_type text default '32BF'
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

if len(codes) != len(replacements):
    plpy.error(f'lookup: {len(codes)} codes for {len(replacements)} replacements')
if len(set(codes)) != len(codes):
    plpy.error('lookup: a code is given twice')

values = library.decode(rast)
result = numpy.full(values.shape, numpy.nan)
if codes:
    order = numpy.argsort(codes)
    known = numpy.array(codes, float)[order]
    given = [numpy.nan if value is None else value for value in replacements]
    replaced = numpy.array(given, float)[order]
    place = numpy.searchsorted(known, values).clip(max=len(known) - 1)
    result = numpy.where(known[place] == values, replaced[place], numpy.nan)
try:
    return library.encode(result, library.geometry(rast), pixel_type)
except ValueError as error:
    plpy.error(f'lookup: {error}')
$python$;

comment on function sinkbase.lookup_wkb(bytea, integer [], double precision [], text) is
'Replaces codes by values over raster WKB: what sinkbase.lookup calls.';

create or replace function sinkbase.lookup(
    rast raster,
    codes integer [],
    replacements double precision [],
    pixel_type text default '32BF'
)
returns raster
language sql
immutable
parallel unsafe
as $sql$
    select st_rastfromwkb(sinkbase.lookup_wkb(st_aswkb(rast), codes, replacements, pixel_type))
$sql$;

comment on function sinkbase.lookup(raster, integer [], double precision [], text) is
'Replaces each code of a raster by the value beside it in the second array; codes that are not listed become missing.';

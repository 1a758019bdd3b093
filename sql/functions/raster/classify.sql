-- One raster: each value replaced by the class whose interval it lies in.
--
-- n ascending limits make n + 1 classes. `closed => 'lower'`: a value equal to a limit belongs
-- above it, [a, b), as the resistance levels want; 'upper': below it, (a, b], as natural breaks
-- want.
create or replace function sinkbase._classify(
    rast bytea,
    limits double precision [],
    classes double precision [],
    closed text,
    pixel_type text
)
returns bytea
language plpython3u
immutable
strict
parallel unsafe
cost 20000
as $python$
if 'sinkbase' not in GD:
    plpy.execute('select sinkbase._kernel()')
return GD['sinkbase'](
    'classify', 'kernel.raster.classify', rast, limits, classes, closed, pixel_type)
$python$;

comment on function sinkbase._classify(
    bytea, double precision [], double precision [], text, text
) is
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
    select st_rastfromwkb(sinkbase._classify(st_aswkb(rast), limits, classes, closed, pixel_type))
$sql$;

comment on function sinkbase.classify(
    raster, double precision [], double precision [], text, text
) is
'Replaces each value of a raster by the class of its interval; n ascending limits for n + 1 '
'classes, closed at their lower or upper end.';

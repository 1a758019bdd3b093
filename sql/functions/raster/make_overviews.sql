-- One row: how many overviews the raster table has now. Bigger than `cells` a side it gets tables
-- o_2_<name>, o_4_<name>, ... of half, a quarter, ... of the columns, until the last has no more
-- than half of `cells` a side; smaller ones get none. What was there before goes.
--
-- Without them a client reads every tile to draw the whole region. A cell of an overview is the
-- mean of those that it stands for, missing ones left out; codes keep one of their values (nearest
-- neighbour). How: kernel/raster/overviews.py.
create or replace function sinkbase._overviews(
    rasters bytea [], factors integer [], is_continuous boolean
)
returns table (factor integer, tile bytea)
language plpython3u
immutable
strict
parallel unsafe
cost 1000000
rows 1000
as $python$
if 'sinkbase' not in GD:
    plpy.execute('select sinkbase._kernel()')
return GD['sinkbase']('overviews', 'kernel.raster.overviews', rasters, factors, is_continuous)
$python$;

comment on function sinkbase._overviews(bytea [], integer [], boolean) is
'The tiles of smaller copies of raster WKB, a row a factor and tile: what sinkbase.make_overviews '
'calls.';

create or replace function sinkbase.make_overviews(
    raster_table regclass, cells integer default 1000
)
returns integer
language plpgsql
volatile
strict
parallel unsafe
as $plpgsql$
declare
    raster_schema name;
    raster_name name;
    base record;
    old record;
    factors integer [] := '{}';
    factor integer := 1;
    overview text;
    made record;
begin
    select
        nspname,
        relname
    into raster_schema, raster_name
    from pg_class
    inner join pg_namespace on pg_class.relnamespace = pg_namespace.oid
    where pg_class.oid = raster_table;
    for old in
        select
            o_table_schema,
            o_table_name
        from raster_overviews
        where r_table_schema = raster_schema and r_table_name = raster_name
    loop
        execute format('drop table %I.%I', old.o_table_schema, old.o_table_name);
    end loop;
    select
        found.r_raster_column as name,
        found.pixel_types[1] like '32BF' as is_continuous,
        greatest(
            (st_xmax(found.extent) - st_xmin(found.extent)) / abs(found.scale_x),
            (st_ymax(found.extent) - st_ymin(found.extent)) / abs(found.scale_y)
        ) as side
    into base
    from raster_columns as found
    where found.r_table_schema = raster_schema and found.r_table_name = raster_name;
    if base.side is null then
        raise exception
            'make_overviews: % has no raster column with a registered extent', raster_table
            using hint = 'call addrasterconstraints first';
    end if;
    while base.side > cells and base.side / factor > cells / 2.0
    loop
        factor := factor * 2;
        factors := factors || factor;
        execute format(
            'create table %I.%I (%I raster)',
            raster_schema, format('o_%s_%s', factor, raster_name), base.name
        );
    end loop;
    if factors = '{}' then
        return 0;
    end if;
    for made in execute format(
        'select made.factor, st_rastfromwkb(made.tile) as rast from sinkbase._overviews('
        'array(select st_aswkb(%I) from %s), $1, $2) as made',
        base.name, raster_table
    ) using factors, base.is_continuous
    loop
        execute format(
            'insert into %I.%I values ($1)',
            raster_schema, format('o_%s_%s', made.factor, raster_name)
        ) using made.rast;
    end loop;
    foreach factor in array factors
    loop
        overview := format('o_%s_%s', factor, raster_name);
        perform addrasterconstraints(raster_schema, overview::name, base.name);
        perform addoverviewconstraints(
            raster_schema, overview::name, base.name, raster_schema, raster_name, base.name, factor
        );
        execute format('comment on table %I.%I is %L', raster_schema, overview, format(
            'One row per tile: overview of %s, 1 cell for %s x %s.', raster_name, factor, factor
        ));
        execute format('comment on column %I.%I.%I is %L', raster_schema, overview, base.name, format(
            'Cells of %s at 1/%s of its resolution.', raster_name, factor
        ));
        execute format(
            'create index on %I.%I using gist (st_convexhull(%I))',
            raster_schema, overview, base.name
        );
    end loop;
    return cardinality(factors);
end
$plpgsql$;

comment on function sinkbase.make_overviews(regclass, integer) is
'Gives a raster table that has more than so many cells a side its overviews, and says how many. '
'Safe to run again.';

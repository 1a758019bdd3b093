-- One row: how many overviews the raster table has now. Bigger than `cells` a side it gets tables
-- o_2_<name>, o_4_<name>, ... of half, a quarter, ... of the columns, until the last has no more
-- than half of `cells` a side; smaller ones get none. What was there before goes.
--
-- Without them a client reads every tile to draw the whole region. Codes keep one of their values
-- (nearest neighbour).
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
    factor integer := 1;
    made integer := 0;
    overview regclass;
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
        overview := st_createoverview(
            raster_table, base.name, factor,
            case when base.is_continuous then 'Bilinear' else 'NearestNeighbor' end
        );
        execute format('comment on table %s is %L', overview, format(
            'One row per tile: overview of %s, 1 cell for %s x %s.', raster_name, factor, factor
        ));
        execute format('comment on column %s.%I is %L', overview, base.name, format(
            'Cells of %s at 1/%s of its resolution.', raster_name, factor
        ));
        execute format('create index on %s using gist (st_convexhull(%I))', overview, base.name);
        made := made + 1;
    end loop;
    return made;
end
$plpgsql$;

comment on function sinkbase.make_overviews(regclass, integer) is
'Gives a raster table that has more than so many cells a side its overviews, and says how many. '
'Safe to run again.';

-- Nothing. Afterwards what an earlier run has published and this one lacks is gone: a result of
-- another version, an overview that a smaller grid does without.
create or replace function sinkbase._drop_unpublished(region name, results name [])
returns void
language plpgsql
volatile
strict
parallel unsafe
as $plpgsql$
declare
    old record;
begin
    for old in execute format(
        $sql$
        select
            published.name,
            case pg_class.relkind when 'v' then 'view' else 'table' end as kind,
            pg_class.oid is not null as is_there
        from %2$I.published as published
        left join pg_class
            on published.relation = pg_class.oid and pg_class.relnamespace = %1$L::regnamespace
        where
            published.name <> all($1)
            and published.name not in (
                select o_table_name from raster_overviews where r_table_schema = %2$L
            )
        order by pg_class.relkind = 'v' desc
        $sql$,
        quote_ident(region), region || '_work'
    )
    using results
    loop
        if old.is_there then
            execute format('drop %s if exists %I.%I', old.kind, region, old.name);
        end if;
        execute format('delete from %I.published where name = %L', region || '_work', old.name);
    end loop;
end
$plpgsql$;

comment on function sinkbase._drop_unpublished(name, name []) is
'Drops what an earlier run of a region has published and this one lacks.';

-- One row per result that differs from what is published, overviews of rasters among them, in the
-- order in which they can be made: tables, then views. `is_made_anew`: what is there under the name
-- cannot stay, as it has other columns or is of another kind.
create or replace function sinkbase._to_publish(region name, tables name [], views name [])
returns table (name name, is_view boolean, fingerprint text, is_made_anew boolean)
language plpgsql
stable
strict
parallel unsafe
rows 50
as $plpgsql$
declare
    work constant name := region || '_work';
begin
    return query execute format(
        $sql$
        with wanted as (
            select given.name, 'model.sinkbase.' || given.name as node, given.place
            from unnest($1) with ordinality as given (name, place)
            union all
            select o_table_name, 'overviews.' || r_table_name, 0
            from raster_overviews
            where r_table_schema = %2$L and r_table_name = any($1)
        ),

        compared as (
            select
                wanted.name,
                wanted.place,
                aside.relkind = 'v' as is_view,
                built.fingerprint,
                kept.oid as kept,
                aside.oid as aside,
                kept.relkind as kept_kind,
                aside.relkind as kind,
                published.fingerprint is not distinct from built.fingerprint
                and published.relation is not distinct from kept.oid
                and published.stored is not distinct from kept.relfilenode
                -- somebody may have taken a column away
                and sinkbase._columns(kept.oid) = sinkbase._columns(aside.oid) as is_current
            from wanted
            left join %2$I.built_nodes as built on wanted.node = built.node
            left join %2$I.published as published on wanted.name = published.name
            left join pg_class as aside
                on wanted.name = aside.relname and aside.relnamespace = %2$L::regnamespace
            left join pg_class as kept
                on wanted.name = kept.relname and kept.relnamespace = %1$L::regnamespace
        )

        select
            compared.name,
            compared.is_view,
            compared.fingerprint,
            compared.kept is not null and (
                compared.kept_kind <> compared.kind
                or not sinkbase._may_stay(compared.kept, compared.aside)
            )
        from compared
        where not compared.is_current
        order by compared.is_view, compared.place
        $sql$,
        quote_ident(region), work
    )
    using tables || views;
end
$plpgsql$;

comment on function sinkbase._to_publish(name, name [], name []) is
'Lists the results of a region that differ from what its readers see.';

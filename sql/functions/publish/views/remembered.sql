-- One jsonb list: the relations that have to go (`relations` and the views on them), the farthest
-- first, each with all that it takes to make it again. `is_own` ones (those given, and results)
-- are made again by who publishes: of these the rights alone are kept. The schema of names is
-- written out.
create or replace function sinkbase._remembered(relations oid [], results oid [])
returns jsonb
language plpgsql
stable
parallel unsafe
set search_path = pg_catalog
as $plpgsql$
begin
    return coalesce(jsonb_agg(jsonb_build_object(
        'relation', taken.oid,
        'name', format('%I.%I', namespaces.nspname, taken.relname),
        'kind', sinkbase._kind(taken.relkind::text),
        'owner', pg_get_userbyid(taken.relowner),
        'base', taken.base::regclass::text,
        'base_oid', taken.base,
        'is_own', taken.is_own,
        'rights', sinkbase._rights(taken.oid),
        'make', case
            when not taken.is_own
                then array[format(
                    'create %s %I.%I%s as %s',
                    sinkbase._kind(taken.relkind::text), namespaces.nspname, taken.relname,
                    ' with (' || array_to_string(taken.reloptions, ', ') || ')',
                    rtrim(pg_get_viewdef(taken.oid), ';')
                ), format(
                    'alter %s %I.%I owner to %I',
                    sinkbase._kind(taken.relkind::text), namespaces.nspname, taken.relname,
                    pg_get_userbyid(taken.relowner)
                )]
                || array(select pg_get_indexdef(indexrelid) from pg_index where indrelid = taken.oid)
                || sinkbase._comment_statements(taken.oid)
        end
    ) order by taken.depth desc, taken.oid), '[]')
    from (
        select
            relation.*,
            coalesce(standing.depth, 0) as depth,
            case when relation.oid = any(relations) then relation.oid else standing.base end
            as base,
            relation.oid = any(relations || results) as is_own
        from pg_class as relation
        left join sinkbase._standing_on(relations) as standing on relation.oid = standing.view
        where standing.view is not null or relation.oid = any(relations)
    ) as taken
    inner join pg_namespace as namespaces on taken.relnamespace = namespaces.oid;
end
$plpgsql$;

comment on function sinkbase._remembered(oid [], oid []) is
'What has to go with relations, the farthest view first, and how it is made again.';

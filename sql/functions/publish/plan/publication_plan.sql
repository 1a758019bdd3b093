-- One jsonb object: what the publication has to do, as it stands before anything is touched.
-- `tables` are the rows of sinkbase._publication; `going` the relations that cannot stay, `changes`
-- (by their number) the columns for which they cannot; `altered` the tables that readers have to
-- leave.
create or replace function sinkbase._publication_plan(region name, tables name [], views name [])
returns jsonb
language sql
stable
parallel unsafe
as $sql$
    with found as (
        select
            given.*,
            case
                when given.action in ('anew', 'drop')
                    then coalesce(sinkbase._changed_columns(
                        sinkbase._columns(given.published), sinkbase._columns(given.work)
                    ), 'its key')
            end as changed
        from sinkbase._publication(region, tables, views) as given
    ),

    going as (
        select
            published,
            changed
        from found
        where action in ('anew', 'drop')
        union
        select
            published,
            coalesce(sinkbase._changed_columns(old_columns, columns), 'its kind')
        from sinkbase._views_anew(region, views)
    )

    select jsonb_build_object(
        -- a raster before its overviews: their checks want it to be there
        'tables', coalesce((
            select jsonb_agg(to_jsonb(found) order by found.name ~ '^o_[0-9]+_', found.name)
            from found
        ), '[]'),
        'going', coalesce((select jsonb_agg(published) from going), '[]'),
        'changes', coalesce((select jsonb_object_agg(published, changed) from going), '{}'),
        'altered', coalesce((
            select jsonb_agg(found.published order by found.name)
            from found
            inner join pg_class as relations
                on found.published = relations.oid and relations.relkind = 'r'
            where found.is_altered
        ), '[]')
    )
$sql$;

comment on function sinkbase._publication_plan(name, name [], name []) is
'What a publication has to do, as jsonb.';

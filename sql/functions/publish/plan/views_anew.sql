-- One row per view among the published that has to be made anew: its columns are no continuation
-- of those before, or a table has its name.
create or replace function sinkbase._views_anew(region name, views name [])
returns table (published oid, columns jsonb, old_columns jsonb)
language sql
stable
parallel unsafe
as $sql$
    select
        relations.oid as published,
        sinkbase._columns(works.oid) as columns,
        sinkbase._columns(relations.oid) as old_columns
    from unnest(views) as given (name)
    inner join pg_class as relations
        on to_regclass(format('%I.%I', region, given.name)) = relations.oid
    inner join pg_class as works
        on to_regclass(format('%I.%I', region || '_work', given.name)) = works.oid
    where
        relations.relkind <> 'v'
        or not sinkbase._begins_with(
            sinkbase._columns(works.oid), sinkbase._columns(relations.oid)
        )
$sql$;

comment on function sinkbase._views_anew(name, name []) is
'Published views of a region that cannot be replaced in their place.';

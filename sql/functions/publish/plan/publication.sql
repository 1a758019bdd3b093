-- One row per table that is to be published, and per table or view that is so no more: where it
-- lies in the schema of work, what is published under its name, from what it was made, and what to
-- do: keep, rows, extend (new columns at the end), anew (other columns), create or drop. Readers
-- have to leave those that are altered.
create or replace function sinkbase._publication(region name, tables name [], views name [])
returns table (
    name name, work oid, published oid, fingerprint text, action text, is_altered boolean
)
language sql
stable
parallel unsafe
as $sql$
    with places as (
        select
            given.name,
            to_regclass(format('%I.%I', region || '_work', given.name))::oid as work,
            to_regclass(format('%I.%I', region, given.name))::oid as published,
            built.fingerprint
        from sinkbase._with_overviews(region, tables) as given
        left join sinkbase._built(region) as built
            on to_regclass(format('%I.%I', region || '_work', given.base)) = built.relation
    ),

    compared as (
        select
            places.*,
            sinkbase._columns(places.work) as columns,
            sinkbase._columns(places.published) as old_columns,
            sinkbase._checks(places.work, region)
            <> sinkbase._checks(places.published, region) as has_other_checks,
            sinkbase._primary_key(places.work)
            is distinct from sinkbase._primary_key(places.published)
            or relations.relkind <> 'r' as is_other,
            coalesce(
                known.fingerprint = places.fingerprint
                and known.relation = places.published
                and known.is_untouched,
                false
            ) as is_known
        from places
        left join pg_class as relations on places.published = relations.oid
        left join sinkbase._published(region) as known on places.name = known.name
    ),

    decided as (
        select
            compared.*,
            case
                when compared.published is null then 'create'
                when compared.is_other then 'anew'
                when not sinkbase._begins_with(compared.columns, compared.old_columns) then 'anew'
                when compared.columns <> compared.old_columns then 'extend'
                when compared.is_known and not compared.has_other_checks then 'keep'
                else 'rows'
            end as action
        from compared
    )

    select
        decided.name,
        decided.work,
        decided.published,
        decided.fingerprint,
        decided.action,
        decided.action in ('extend', 'anew')
        or (decided.action = 'rows' and decided.has_other_checks) as is_altered
    from decided
    union all
    select
        gone.name,
        null as work,
        gone.published,
        null as fingerprint,
        'drop' as action,
        true as is_altered
    from sinkbase._no_more_published(
        region, tables,
        views || array(select given.name from sinkbase._with_overviews(region, tables) as given)
    ) as gone
$sql$;

comment on function sinkbase._publication(name, name [], name []) is
'What there is to do with each table of a region''s results, and which of them are altered.';

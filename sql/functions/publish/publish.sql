-- Nothing. Afterwards the region has its schema, which readers may use.
create or replace function sinkbase._ensure_schema(region name)
returns void
language plpgsql
volatile
strict
parallel unsafe
as $plpgsql$
begin
    if to_regnamespace(quote_ident(region)) is null then
        execute format('create schema %I', region);
    end if;
    if
        obj_description(to_regnamespace(quote_ident(region)), 'pg_namespace')
        is distinct from format('Sinkbase: results of region %s', region)
    then
        execute format(
            'comment on schema %I is %L', region, format('Sinkbase: results of region %s', region)
        );
    end if;
    if not has_schema_privilege('sinkbase_reader', region, 'usage') then
        execute format('grant usage on schema %I to sinkbase_reader', region);
    end if;
end
$plpgsql$;

comment on function sinkbase._ensure_schema(name) is
'Makes the schema of a region''s results, unless it is there, and lets readers in.';

-- Nothing. What is published under one of these names and belongs to somebody else, and a result
-- that was not built, are errors.
create or replace function sinkbase._require_free(region name, results name [])
returns void
language plpgsql
stable
strict
parallel unsafe
as $plpgsql$
declare
    lacking text;
    taken text;
begin
    select
        string_agg(wanted.name, ', ') filter (
            where to_regclass(format('%I.%I', region || '_work', wanted.name)) is null
        ),
        string_agg(format('%s (of %s)', wanted.name, pg_get_userbyid(relations.relowner)), ', ')
        filter (where not pg_has_role(relations.relowner, 'usage'))
    into lacking, taken
    from unnest(results) as wanted (name)
    left join pg_class as relations
        on to_regclass(format('%I.%I', region, wanted.name)) = relations.oid;
    if lacking is not null then
        raise exception 'schema %_work lacks %', region, lacking using errcode = 'undefined_table';
    end if;
    if taken is not null then
        raise exception 'schema % has already %', region, taken
            using errcode = 'duplicate_table';
    end if;
end
$plpgsql$;

comment on function sinkbase._require_free(name, name []) is
'Refuses to publish what was not built, or over what belongs to somebody else.';

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
        'tables', coalesce((select jsonb_agg(to_jsonb(found) order by found.name) from found), '[]'),
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

-- One array: the elements of a jsonb list of relations' numbers.
create or replace function sinkbase._oids(list jsonb)
returns oid []
language sql
immutable
parallel safe
as $sql$
    select array(select element::oid from jsonb_array_elements_text(list) as given (element))
$sql$;

comment on function sinkbase._oids(jsonb) is 'A jsonb list of relations'' numbers as an array.';

-- Nothing. Afterwards the tables and views are published in the schema of the region, and the
-- schema of work knows from what.
create or replace function sinkbase._publish_results(region name, tables name [], views name [])
returns void
language plpgsql
volatile
strict
parallel unsafe
as $plpgsql$
declare
    plan jsonb := sinkbase._publication_plan(region, tables, views);
    remembered jsonb := sinkbase._remembered(
        sinkbase._oids(plan -> 'going'),
        array(
            select relations.oid
            from unnest(views) as given (name)
            inner join pg_class as relations
                on to_regclass(format('%I.%I', region, given.name)) = relations.oid
        )
    );
    it record;
    view name;
begin
    perform sinkbase._lock_tables(sinkbase._oids(plan -> 'altered'));
    perform sinkbase._take_down(remembered, plan -> 'changes');
    for it in
        select *
        from jsonb_to_recordset(plan -> 'tables') as step (name name, action text, fingerprint text)
    loop
        if it.action not in ('keep', 'drop') then
            perform sinkbase._publish_table(region, it.name, it.action);
        end if;
        if it.action <> 'drop' then
            perform sinkbase._describe(region, it.name);
        end if;
        perform sinkbase._record_published(region, it.name, it.fingerprint);
    end loop;
    for view in select name from sinkbase._in_order(region, views)
    loop
        perform sinkbase._require_results(region, view, tables || views);
        perform sinkbase._publish_view(region, view);
        perform sinkbase._describe(region, view);
        perform sinkbase._record_published(region, view, null);
    end loop;
    perform sinkbase._put_back(remembered, plan -> 'changes');
end
$plpgsql$;

comment on function sinkbase._publish_results(name, name [], name []) is
'Publishes the tables and views of a region''s results.';

-- One integer: the number of the run whose results are now those of the region. All of it becomes
-- visible with the end of the transaction in which it is called, or nothing.
--
--     select sinkbase.publish('demo', array['nep', 'carbon_sinks'], array['bi_sinks'], '{...}')
--
-- Tables and views lie in <region>_work; sinkbase._record_run says what `run` holds. A table keeps
-- its identity, so that the views and rights of others stay; only where its columns change are the
-- views on it dropped and made again. Tables of others in the schema of the region are left alone.
create or replace function sinkbase.publish(region name, tables name [], views name [], run jsonb)
returns integer
language plpgsql
volatile
strict
parallel unsafe
as $plpgsql$
begin
    perform sinkbase.ensure_work(region);
    perform sinkbase._ensure_schema(region);
    perform sinkbase._require_free(region, tables || views);
    perform sinkbase._publish_results(region, tables, views);
    perform sinkbase.ensure_history(region);
    return sinkbase._record_run(region, run);
end
$plpgsql$;

comment on function sinkbase.publish(name, name [], name [], jsonb) is
'Publishes the results of a run in one transaction, and says which run of the region it is.';

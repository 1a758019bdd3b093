-- One text: the definition of a view as it reads where the relations of this schema need none
-- before their name.
create or replace function sinkbase._definition(view oid, seen_from name)
returns text
language plpgsql
volatile
strict
parallel unsafe
as $plpgsql$
declare
    path text := current_setting('search_path');
    definition text;
begin
    perform set_config('search_path', quote_ident(seen_from) || ', ' || path, true);
    definition := rtrim(pg_get_viewdef(view), ';');
    perform set_config('search_path', path, true);
    return definition;
end
$plpgsql$;

comment on function sinkbase._definition(oid, name) is
'Definition of a view as it reads from a schema.';

-- Nothing. A view of results that reads anything of the schema of work but results is an error:
-- published, it would show the next run before its time, or be gone in it.
create or replace function sinkbase._require_results(region name, view name, results name [])
returns void
language plpgsql
stable
strict
parallel unsafe
as $plpgsql$
declare
    other text;
begin
    select string_agg(distinct relations.relname, ', ')
    into other
    from pg_rewrite as rules
    inner join pg_depend as depends
        on depends.classid = 'pg_rewrite'::regclass and rules.oid = depends.objid
    inner join pg_class as relations
        on depends.refclassid = 'pg_class'::regclass and depends.refobjid = relations.oid
    where
        rules.ev_class = format('%I.%I', region || '_work', view)::regclass
        and relations.oid <> rules.ev_class
        and relations.relnamespace in (
            to_regnamespace(quote_ident(region || '_work')),
            to_regnamespace(quote_ident(region || '_raw'))
        )
        and not (
            relations.relname = any(results)
            and relations.relnamespace = to_regnamespace(quote_ident(region || '_work'))
        );
    if other is not null then
        raise exception 'view % reads %, which are no results', view, other
            using hint = 'let it read results alone, or make it a table';
    end if;
end
$plpgsql$;

comment on function sinkbase._require_results(name, name, name []) is
'Refuses a view of results that reads what is not published.';

-- One row per view, in an order in which each can be made: after those that it reads.
create or replace function sinkbase._in_order(region name, views name [])
returns table (name name)
language sql
stable
parallel unsafe
as $sql$
    with given as (
        select
            wanted.name,
            format('%I.%I', region || '_work', wanted.name)::regclass::oid as view
        from unnest(views) as wanted (name)
    )

    select given.name
    from given
    left join sinkbase._standing_on(array(select given.view from given)) as standing
        on given.view = standing.view
    order by coalesce(standing.depth, 0), given.name
$sql$;

comment on function sinkbase._in_order(name, name []) is
'Views of a region in the order in which they can be made.';

-- Nothing. Afterwards the region has the view of this name as it is in the schema of work, on the
-- published tables. One that is there is replaced where it differs.
create or replace function sinkbase._publish_view(region name, view name)
returns void
language plpgsql
volatile
strict
parallel unsafe
as $plpgsql$
declare
    target text := format('%I.%I', region, view);
    work name := region || '_work';
    wanted text := sinkbase._definition(format('%I.%I', work, view)::regclass, work);
    path text := current_setting('search_path');
begin
    if
        to_regclass(target) is not null
        and sinkbase._definition(target::regclass, region) = wanted
    then
        return;
    end if;
    perform set_config('search_path', quote_ident(region) || ', ' || path, true);
    execute format('create or replace view %s as %s', target, wanted);
    perform set_config('search_path', path, true);
end
$plpgsql$;

comment on function sinkbase._publish_view(name, name) is
'Makes one view of results in the schema of the region, on what is published there.';

-- Nothing. Afterwards the region has its schema of work with the two tables that say what lies in
-- it and what of it is published; what is there stays.
create or replace function sinkbase.ensure_work(region name)
returns void
language plpgsql
volatile
strict
parallel unsafe
as $plpgsql$
declare
    work name := region || '_work';
begin
    -- `create schema if not exists` asks for the right to create even where it has nothing to do
    if to_regnamespace(quote_ident(work)) is null then
        execute format('create schema %I', work);
    end if;
    if to_regclass(format('%I.built_nodes', work)) is null then
        execute format(
            'create table %I.built_nodes ('
            'node text primary key, relation oid, fingerprint text not null, '
            'built_at timestamptz not null default now())', work
        );
        execute format('comment on table %I.built_nodes is %L', work,
            'One row per node of the project that was built: from what, and which relation it is '
            '(none of a test that passed).');
    end if;
    if to_regclass(format('%I.published', work)) is null then
        execute format(
            'create table %I.published ('
            'name name primary key, fingerprint text, relation oid not null, '
            'relfilenode oid not null)', work
        );
        execute format('comment on table %I.published is %L', work,
            'One row per published table or view: which relation it is, and from what the rows of a '
            'table were made.');
    end if;
end
$plpgsql$;

comment on function sinkbase.ensure_work(name) is
'Makes the schema of work of a region with its tables built_nodes and published, unless they are '
'there.';

-- One row per relation in the region's schema of work whose making was recorded.
create or replace function sinkbase._built(region name)
returns table (relation oid, fingerprint text)
language plpgsql
stable
strict
parallel unsafe
as $plpgsql$
begin
    return query execute format(
        'select relation, fingerprint from %I.built_nodes where relation is not null',
        region || '_work'
    );
end
$plpgsql$;

comment on function sinkbase._built(name) is
'From what each relation in the schema of work was made.';

-- One row per table that was published: from what its rows were made, and whether it has still the
-- file that was written then (it was neither dropped nor rewritten since).
create or replace function sinkbase._published(region name)
returns table (name name, fingerprint text, relation oid, is_untouched boolean)
language plpgsql
stable
strict
parallel unsafe
as $plpgsql$
begin
    return query execute format(
        'select known.name, known.fingerprint, known.relation, '
        'coalesce(known.relfilenode = relations.relfilenode, false) '
        'from %I.published as known left join pg_class as relations '
        'on known.relation = relations.oid', region || '_work'
    );
end
$plpgsql$;

comment on function sinkbase._published(name) is
'From what each published table was made, and whether its file is still the one that was written.';

-- Nothing. Afterwards the schema of work knows from what the published table of this name was made,
-- or that there is none any more.
create or replace function sinkbase._record_published(region name, name name, fingerprint text)
returns void
language plpgsql
volatile
parallel unsafe
as $plpgsql$
begin
    execute format('delete from %I.published where name = $1', region || '_work') using name;
    execute format(
        'insert into %I.published select relname, $2, oid, relfilenode from pg_class '
        'where oid = to_regclass($1)', region || '_work'
    )
    using format('%I.%I', region, name), fingerprint;
end
$plpgsql$;

comment on function sinkbase._record_published(name, name, text) is
'Records from what a published table was made.';

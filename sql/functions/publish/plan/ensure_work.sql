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
    statements constant text := $ddl$
        comment on schema {work} is
        'Sinkbase: what lies between the layers and the results of a region, and the results '
        'before they are published';
        create table {work}.built_nodes (
            node text primary key,
            relation oid,
            fingerprint text not null,
            built_at timestamptz not null default now()
        );
        comment on table {work}.built_nodes is
        'One row per node of the project that was built: from what, and which relation it is';
        comment on column {work}.built_nodes.node is
        'Unique id of the model, seed or test, as dbt has it';
        comment on column {work}.built_nodes.relation is 'Its table or view; null for a test';
        comment on column {work}.built_nodes.fingerprint is 'Digest of all that it was made from';
        comment on column {work}.built_nodes.built_at is 'When it was built, or passed';
        create table {work}.published (
            name name primary key,
            fingerprint text,
            relation oid not null,
            relfilenode oid not null
        );
        comment on table {work}.published is
        'One row per published table or view: which relation it is, and from what it was made';
        comment on column {work}.published.name is 'Its name, in the schema of results';
        comment on column {work}.published.fingerprint is
        'Digest of all that its rows were made from; null for a view';
        comment on column {work}.published.relation is 'Its oid: another one is not ours';
        comment on column {work}.published.relfilenode is
        'Its stored form: truncated or rewritten by somebody, it is another';
    $ddl$;
begin
    -- An older version built results in their own schema, on tables of this one: those stay aside
    -- until the first publication has replaced what stands on them.
    if
        to_regnamespace(quote_ident(work)) is not null
        and to_regclass(format('%I.built_nodes', work)) is null
        and to_regnamespace(quote_ident(work || '_old')) is null
    then
        execute format('alter schema %I rename to %I', work, work || '_old');
    end if;
    -- `create schema if not exists` asks for the right to create even where it has nothing to do
    if to_regnamespace(quote_ident(work)) is null then
        execute format('create schema %I', work);
    end if;
    if to_regclass(format('%I.built_nodes', work)) is null then
        execute replace(statements, '{work}', quote_ident(work));
    end if;
end
$plpgsql$;

comment on function sinkbase.ensure_work(name) is
'Makes the schema of work of a region with its tables built_nodes and published, unless they are '
'there.';

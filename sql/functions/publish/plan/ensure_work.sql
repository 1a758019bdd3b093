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

-- Nothing. Afterwards the region has its schema for work, and there the record of what each node of
-- the build was made from: written with each relation in one transaction (dbt's post-hook).
create or replace function sinkbase.ensure_work(region name)
returns void
language plpgsql
volatile
strict
parallel unsafe
as $plpgsql$
begin
    if to_regclass(format('%I.built_nodes', region || '_work')) is not null then
        return;
    end if;
    -- An older version built results in their own schema, on tables of this one: those stay aside
    -- until the first publication has replaced what stands on them.
    if
        to_regnamespace(quote_ident(region || '_work')) is not null
        and to_regnamespace(quote_ident(region || '_work_old')) is null
    then
        execute format('alter schema %I rename to %I', region || '_work', region || '_work_old');
    end if;
    execute format('create schema if not exists %I', region || '_work');
    execute format(
        $sql$
        comment on schema %1$I is
        'Sinkbase: what lies between the layers and the results of a region, and the results '
        'before they are published';
        create table %1$I.built_nodes (
            node text primary key,
            relation oid,
            fingerprint text not null,
            built_at timestamptz not null default now()
        );
        comment on table %1$I.built_nodes is
        'One row per node of the build: what it was made from';
        comment on column %1$I.built_nodes.node is
        'Unique id of the model, seed or test, as dbt has it';
        comment on column %1$I.built_nodes.relation is 'Its table or view; null for a test';
        comment on column %1$I.built_nodes.fingerprint is 'Digest of all that it was made from';
        comment on column %1$I.built_nodes.built_at is 'When it was built, or passed';
        $sql$,
        region || '_work'
    );
end
$plpgsql$;

comment on function sinkbase.ensure_work(name) is
'Makes a region''s schema for work and its record where they are missing.';

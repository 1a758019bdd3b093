-- Nothing. Afterwards there are the region's schema, its history and the list of what is published;
-- and, for this transaction, a place to remember views of others.
create or replace function sinkbase._begin_publication(region name)
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
    execute format('comment on schema %I is %L', region, 'Sinkbase: results of region ' || region);
    execute format('grant usage on schema %I to sinkbase_reader', region);
    execute format(
        'alter default privileges in schema %I grant select on tables to sinkbase_reader', region
    );
    execute format(
        $sql$
        create table if not exists %1$I.published (
            name name primary key,
            fingerprint text not null,
            relation oid not null,
            stored oid not null
        );
        comment on table %1$I.published is
        'One row per published relation: what it was made from, and which relation it is';
        comment on column %1$I.published.name is 'Its name, in the schema of results';
        comment on column %1$I.published.fingerprint is 'Digest of all that it was made from';
        comment on column %1$I.published.relation is 'Its oid: another one is not ours';
        comment on column %1$I.published.stored is 'Its stored form: truncated, it is another';
        $sql$,
        region || '_work'
    );
    perform sinkbase._ensure_history(region);
    create temporary table if not exists sinkbase_views_of_others (
        name text primary key,
        level integer not null,
        statements text[] not null
    ) on commit drop;
end
$plpgsql$;

comment on function sinkbase._begin_publication(name) is
'Makes the schema of a region''s results and its history where they are missing.';

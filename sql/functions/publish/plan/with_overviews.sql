-- One row per table that is to be published: a result, or an overview of one (o_2_nep of nep), with
-- the name of the result.
create or replace function sinkbase._with_overviews(region name, tables name [])
returns table (name name, base name)
language sql
stable
parallel safe
as $sql$
    select
        given.base as name,
        given.base
    from unnest(tables) as given (base)
    union all
    select
        overview.relname as name,
        substring(overview.relname from '^o_[0-9]+_(.*)$')::name as base
    from pg_class as overview
    inner join pg_constraint as checks
        on overview.oid = checks.conrelid and checks.conname like 'enforce\_overview\_%'
    where
        overview.relnamespace = to_regnamespace(quote_ident(region || '_work'))
        and substring(overview.relname from '^o_[0-9]+_(.*)$')::name = any(tables)
$sql$;

comment on function sinkbase._with_overviews(name, name []) is
'The tables of a region''s results and their overviews in the schema of work.';

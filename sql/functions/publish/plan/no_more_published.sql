-- One row per table or view that an earlier run published and this one has no more. Overviews of
-- results are told by their check: a version that kept no list of them may have made some.
create or replace function sinkbase._no_more_published(region name, tables name [], wanted name [])
returns table (name name, published oid)
language sql
stable
parallel unsafe
as $sql$
    select
        relations.relname as name,
        relations.oid as published
    from pg_class as relations
    where
        relations.relnamespace = to_regnamespace(quote_ident(region))
        and relations.relkind in ('r', 'v')
        and pg_has_role(relations.relowner, 'usage')
        and not relations.relname = any(wanted)
        and (
            exists (
                select
                from sinkbase._published(region) as known
                where known.relation = relations.oid
            )
            or (
                substring(relations.relname from '^o_[0-9]+_(.*)$')::name = any(tables)
                and exists (
                    select
                    from pg_constraint as checks
                    where
                        checks.conrelid = relations.oid
                        and checks.conname like 'enforce\_overview\_%'
                )
            )
        )
$sql$;

comment on function sinkbase._no_more_published(name, name [], name []) is
'Tables and views of a region that were published by an earlier run and are no results any more.';

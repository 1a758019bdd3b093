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

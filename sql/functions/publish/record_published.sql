-- Nothing. Afterwards the list of what is published has this relation as it is now.
create or replace function sinkbase._record_published(region name, result name, fingerprint text)
returns void
language plpgsql
volatile
parallel unsafe
as $plpgsql$
begin
    execute format(
        $sql$
        insert into %I.published (name, fingerprint, relation, stored)
        select relname, coalesce($1, ''), oid, relfilenode
        from pg_class
        where oid = %L::regclass
        on conflict (name) do update set
            fingerprint = excluded.fingerprint,
            relation = excluded.relation,
            stored = excluded.stored
        $sql$,
        region || '_work', format('%I.%I', region, result)
    )
    using fingerprint;
end
$plpgsql$;

comment on function sinkbase._record_published(name, name, text) is
'Keeps what a published relation was made from.';

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

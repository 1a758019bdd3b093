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

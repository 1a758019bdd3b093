-- Nothing. What is published under one of these names and belongs to somebody else, and a result
-- that was not built, are errors.
create or replace function sinkbase._require_free(region name, results name [])
returns void
language plpgsql
stable
strict
parallel unsafe
as $plpgsql$
declare
    lacking text;
    taken text;
begin
    select
        string_agg(wanted.name, ', ') filter (
            where to_regclass(format('%I.%I', region || '_work', wanted.name)) is null
        ),
        string_agg(format('%s (of %s)', wanted.name, pg_get_userbyid(relations.relowner)), ', ')
        filter (where not pg_has_role(relations.relowner, 'usage'))
    into lacking, taken
    from unnest(results) as wanted (name)
    left join pg_class as relations
        on to_regclass(format('%I.%I', region, wanted.name)) = relations.oid;
    if lacking is not null then
        raise exception 'schema %_work lacks %', region, lacking using errcode = 'undefined_table';
    end if;
    if taken is not null then
        raise exception 'schema % has already %', region, taken
            using errcode = 'duplicate_table';
    end if;
end
$plpgsql$;

comment on function sinkbase._require_free(name, name []) is
'Refuses to publish what was not built, or over what belongs to somebody else.';

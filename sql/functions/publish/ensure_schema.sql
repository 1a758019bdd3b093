-- Nothing. Afterwards the region has its schema, which readers may use.
create or replace function sinkbase._ensure_schema(region name)
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
    if
        obj_description(to_regnamespace(quote_ident(region)), 'pg_namespace')
        is distinct from format('Sinkbase: results of region %s', region)
    then
        execute format(
            'comment on schema %I is %L', region, format('Sinkbase: results of region %s', region)
        );
    end if;
    if not has_schema_privilege('sinkbase_reader', region, 'usage') then
        execute format('grant usage on schema %I to sinkbase_reader', region);
    end if;
    -- what the builders add by hand
    if not exists (
        select from pg_default_acl
        where defaclnamespace = to_regnamespace(quote_ident(region)) and defaclobjtype = 'r'
    ) then
        execute format(
            'alter default privileges for role sinkbase_builder in schema %I '
            'grant select on tables to sinkbase_reader', region
        );
    end if;
end
$plpgsql$;

comment on function sinkbase._ensure_schema(name) is
'Makes the schema of a region''s results, unless it is there, and lets readers in.';

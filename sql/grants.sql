-- Who owns and who may do what: in this database, in schema sinkbase, and with the results of
-- regions built before. The version in the comment is what `make db-up` compares.
do $do$
declare
    routine regprocedure;
    region record;
    thing record;
begin
    execute format(
        'grant create, temporary, connect on database %I to sinkbase_builder', current_database()
    );
    execute format('grant connect on database %I to sinkbase_reader', current_database());
    for routine in select oid from pg_proc where pronamespace = 'sinkbase'::regnamespace
    loop
        execute format('alter routine %s owner to sinkbase_owner', routine);
    end loop;
    -- Regions belong to all builders. An older version left each to the login that built it first:
    -- what that login owns in the region's schemas changes hands; what others put there stays
    -- theirs. A region is told by the comment that the loader writes: a schema that merely has such
    -- a name is none.
    for region in
        select
            namespace.nspname as schema_name,
            namespace.nspowner as owner,
            namespace.nspname = raw.name as is_result
        from (
            select
                left(nspname, -4) as name,
                nspowner as owner
            from pg_namespace
            where
                nspname like '%\_raw'
                and obj_description(oid, 'pg_namespace')
                like '%on one grid, as loaded. One raster table a layer.'
        ) as raw
        inner join pg_namespace as namespace
            on namespace.nspname in (raw.name, raw.name || '_raw', raw.name || '_work')
            and namespace.nspowner = raw.owner
    loop
        for thing in
            select
                relation.oid::regclass as name,
                case relation.relkind when 'v' then 'view' else 'table' end as kind
            from pg_class as relation
            where
                relation.relnamespace = to_regnamespace(quote_ident(region.schema_name))
                and relation.relkind in ('r', 'v')
                and relation.relowner = region.owner
                and relation.relowner <> 'sinkbase_builder'::regrole
        loop
            execute format('alter %s %s owner to sinkbase_builder', thing.kind, thing.name);
        end loop;
        execute format('alter schema %I owner to sinkbase_builder', region.schema_name);
        if region.is_result then
            execute format('grant usage on schema %I to sinkbase_reader', region.schema_name);
            execute format(
                'grant select on all tables in schema %I to sinkbase_reader', region.schema_name
            );
        end if;
    end loop;
end
$do$;

alter schema sinkbase owner to sinkbase_owner;
alter table sinkbase.build owner to sinkbase_owner;
alter table sinkbase.region_lock owner to sinkbase_owner;
alter table sinkbase.region_builder owner to sinkbase_owner;
alter table sinkbase.kernel owner to sinkbase_owner;

revoke all on schema sinkbase from public, sinkbase_reader;
revoke all on all routines in schema sinkbase from public, sinkbase_reader;
revoke all on all tables in schema sinkbase from public, sinkbase_reader;
grant usage on schema sinkbase to sinkbase_builder;
grant execute on all routines in schema sinkbase to sinkbase_builder;
-- sinkbase.who_locks and blockers tell builders who is in the way, and since when
grant pg_read_all_stats to sinkbase_owner;
grant select, insert, update, delete on
sinkbase.build, sinkbase.region_lock, sinkbase.region_builder to sinkbase_builder;
-- whoever writes the kernel's text runs any Python as the server
revoke all on sinkbase.kernel from sinkbase_builder;
grant select on sinkbase.kernel to sinkbase_builder;

revoke all on public.layer_styles from sinkbase_reader;
grant select on public.layer_styles to sinkbase_reader;
grant select, insert, update, delete on public.layer_styles to sinkbase_builder;
grant usage on sequence public.layer_styles_id_seq to sinkbase_builder;

\if :{?version}
\else
\set version unknown
\endif
select format('Sinkbase: functions shared by all regions; version %s', :'version') as schema_comment
\gset
comment on schema sinkbase is :'schema_comment';

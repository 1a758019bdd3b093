-- Who owns and who may do what: in this database, in schema sinkbase, and with the results of regions built before.
-- The version in the comment is what `make db-up` compares.
do $do$
declare
    routine regprocedure;
    region text;
begin
    execute format('grant create, temporary, connect on database %I to sinkbase_builder', current_database());
    execute format('grant connect on database %I to sinkbase_reader', current_database());
    for routine in select oid from pg_proc where pronamespace = 'sinkbase'::regnamespace
    loop
        execute format('alter routine %s owner to sinkbase_owner', routine);
    end loop;
    -- the overviews of a region that an older version built may be read like its results
    for region in select distinct build.region from sinkbase.build where stage = 'transform'
    loop
        if to_regnamespace(quote_ident(region)) is not null then
            execute format('grant usage on schema %I to sinkbase_reader', region);
            execute format('grant select on all tables in schema %I to sinkbase_reader', region);
        end if;
    end loop;
end
$do$;

alter schema sinkbase owner to sinkbase_owner;
alter table sinkbase.build owner to sinkbase_owner;

revoke all on schema sinkbase from public, sinkbase_reader;
revoke all on all routines in schema sinkbase from public, sinkbase_reader;
revoke all on all tables in schema sinkbase from public, sinkbase_reader;
grant usage on schema sinkbase to sinkbase_builder;
grant execute on all routines in schema sinkbase to sinkbase_builder;
grant select, insert, update, delete on sinkbase.build to sinkbase_builder;

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

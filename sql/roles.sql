-- The three group roles. They cannot log in: `python -m sinkbase server login` makes the users who
-- may. Roles are the whole server's: an install into another of its databases waits here for the
-- end of this one.
lock table pg_catalog.pg_authid in share row exclusive mode;

do $do$
declare
    name text;
begin
    foreach name in array array['sinkbase_owner', 'sinkbase_builder', 'sinkbase_reader']
    loop
        if not exists (select from pg_roles where rolname = name) then
            execute format('create role %I nologin', name);
        elsif
            exists (
                select
                from pg_roles
                where
                    rolname = name
                    and (
                        rolcanlogin or rolsuper or rolcreaterole or rolcreatedb
                        or rolreplication or rolbypassrls
                    )
            )
        then
            execute format(
                'alter role %I nologin nosuperuser nocreaterole nocreatedb '
                'noreplication nobypassrls', name
            );
        end if;
    end loop;
end
$do$;

comment on role sinkbase_owner is 'Sinkbase: owns schema sinkbase';
comment on role sinkbase_builder is 'Sinkbase: loads and builds regions, may execute the functions';
comment on role sinkbase_reader is 'Sinkbase: reads result tables, executes nothing of Sinkbase';

-- for sinkbase.blockers, which tells builders whose transaction they wait for, and no more
grant pg_read_all_stats to sinkbase_owner;

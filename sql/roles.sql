-- The three group roles. They cannot log in: grant them to the users who may.
do $do$
begin
    if not exists (select from pg_roles where rolname = 'sinkbase_owner') then
        create role sinkbase_owner nologin;
    end if;
    if not exists (select from pg_roles where rolname = 'sinkbase_builder') then
        create role sinkbase_builder nologin;
    end if;
    if not exists (select from pg_roles where rolname = 'sinkbase_reader') then
        create role sinkbase_reader nologin;
    end if;
end
$do$;

comment on role sinkbase_owner is 'Sinkbase: owns schema sinkbase';
comment on role sinkbase_builder is 'Sinkbase: loads and builds regions, may execute the functions';
comment on role sinkbase_reader is 'Sinkbase: reads result tables, executes nothing of Sinkbase';

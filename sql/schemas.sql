-- Schema sinkbase: functions that all regions share, and the record of what was built from what.
create schema if not exists sinkbase;

-- Functions of an older version go first, unless something stands on them: a result type or a
-- parameter may have changed, and an overload that is left behind would be called by mistake.
do $do$
declare
    old regprocedure;
begin
    for old in select oid from pg_proc where pronamespace = 'sinkbase'::regnamespace
    loop
        begin
            execute format('drop function %s', old);
        exception
            when dependent_objects_still_exist then null;
        end;
    end loop;
end
$do$;

create table if not exists sinkbase.build (
    region text not null,
    stage text not null,
    fingerprint text not null,
    finished_at timestamptz not null default now(),
    primary key (region, stage)
);

comment on table sinkbase.build is
'One row per region and stage: what the last complete run was made from. A run that would repeat '
'it is skipped.';
comment on column sinkbase.build.region is 'Name of the region';
comment on column sinkbase.build.stage is 'transform or export';
comment on column sinkbase.build.fingerprint is 'Digest of all inputs of the stage';
comment on column sinkbase.build.finished_at is 'When the stage ended';

-- A region's lock is its row here, locked `for update` by an open transaction of the run that
-- changes it. No advisory lock: those anybody takes who may log in.
create table if not exists sinkbase.region_lock (
    region text primary key
);

comment on table sinkbase.region_lock is
'One row per region that was ever built: a run that loads, builds or exports it holds the row.';
comment on column sinkbase.region_lock.region is 'Name of the region';

create table if not exists sinkbase.region_builder (
    region text primary key,
    login text not null,
    host text not null,
    pid integer not null,
    backend integer not null,
    verb text not null,
    since timestamptz not null
);

comment on table sinkbase.region_builder is
'One row per region: who took its lock last. It tells nothing where the lock is free.';
comment on column sinkbase.region_builder.region is 'Name of the region';
comment on column sinkbase.region_builder.login is 'Database user of the run';
comment on column sinkbase.region_builder.host is 'Machine that the run works on';
comment on column sinkbase.region_builder.pid is 'Number of its process there';
comment on column sinkbase.region_builder.backend is
'Number of the server process whose transaction holds the lock';
comment on column sinkbase.region_builder.verb is 'What it does: build, load, transform or export';
comment on column sinkbase.region_builder.since is 'When it took the lock';

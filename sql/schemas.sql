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

create table if not exists sinkbase.region_lock (region text primary key);

comment on table sinkbase.region_lock is
'One row per region that was ever built; who builds it holds the lock of its row';
comment on column sinkbase.region_lock.region is 'Name of the region';

create table if not exists sinkbase.region_builder (
    region text primary key,
    verb text not null,
    login text not null,
    host text not null,
    pid integer not null,
    since timestamptz not null
);

comment on table sinkbase.region_builder is
'One row per region: who took its lock last; it is held while the row of region_lock is locked';
comment on column sinkbase.region_builder.region is 'Name of the region';
comment on column sinkbase.region_builder.verb is 'What the run does: build, load, transform...';
comment on column sinkbase.region_builder.login is 'Login of the database';
comment on column sinkbase.region_builder.host is 'Machine on which the run was started';
comment on column sinkbase.region_builder.pid is 'Number of its process on that machine';
comment on column sinkbase.region_builder.since is 'When it began';

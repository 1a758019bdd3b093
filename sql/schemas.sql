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

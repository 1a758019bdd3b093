-- One interval: how long a publication waits for a lock (setting `sinkbase.lock_wait` of the
-- session, otherwise 10 s).
create or replace function sinkbase._lock_wait()
returns interval
language sql
stable
as $sql$
    select coalesce(nullif(current_setting('sinkbase.lock_wait', true), ''), '10s')::interval
$sql$;

comment on function sinkbase._lock_wait() is 'How long a publication waits for a lock.';

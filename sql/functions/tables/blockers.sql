-- One row per session that keeps another one waiting for a lock: whose it is, what it does, since
-- when. For builders, who may not see what others do (pg_stat_activity shows them names alone).
--
--     select * from sinkbase.blockers(pid) for the server process that waits
create or replace function sinkbase.blockers(waiting integer)
returns table (
    pid integer,
    login text,
    state text,
    since timestamptz
)
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $sql$
    select
        activity.pid,
        coalesce(activity.usename::text, 'a process of the server'),
        coalesce(activity.state, 'active'),
        -- a session idle in a transaction has been so since its last statement ended
        coalesce(activity.state_change, activity.xact_start, activity.backend_start)
    from pg_stat_activity as activity
    where activity.pid = any (pg_blocking_pids(waiting))
    order by activity.xact_start, activity.pid
$sql$;

comment on function sinkbase.blockers(integer) is
'The sessions for whose locks a server process waits: login, state, and since when it is in it.';

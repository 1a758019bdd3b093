-- One row per other session that holds a lock on one of these tables or views: its login, what it
-- does, and since when.
--
-- Runs as the owner, who may see what the sessions of others do.
create or replace function sinkbase.who_locks(relations oid [])
returns table (pid integer, login name, state text, since timestamptz, relation regclass)
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $sql$
    select distinct on (sessions.pid)
        sessions.pid,
        coalesce(sessions.usename, sessions.backend_type)::name as login,
        sessions.state,
        coalesce(sessions.state_change, sessions.xact_start) as since,
        locks.relation::regclass as relation
    from pg_locks as locks
    inner join pg_stat_activity as sessions on locks.pid = sessions.pid
    inner join pg_database as databases on locks.database = databases.oid
    where
        locks.relation = any(relations)
        and locks.granted
        and databases.datname = current_database()
        and locks.pid <> pg_backend_pid()
    order by sessions.pid, locks.relation
$sql$;

comment on function sinkbase.who_locks(oid []) is
'Which sessions hold a lock on one of these tables or views, and since when they do what they do.';

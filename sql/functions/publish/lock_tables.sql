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

-- One text: who holds a lock on one of these, as a sentence.
create or replace function sinkbase._told_locks(relations oid [])
returns text
language sql
stable
as $sql$
    select string_agg(format(
        'login %s (process %s) reads or writes %s: %s since %s',
        holders.login, holders.pid, holders.relation, coalesce(holders.state, 'at work'),
        coalesce(to_char(holders.since, 'YYYY-MM-DD HH24:MI:SS'), 'an unknown time')
    ), '; ' order by holders.since, holders.pid)
    from sinkbase.who_locks(relations) as holders
$sql$;

comment on function sinkbase._told_locks(oid []) is
'Which logins hold a lock on one of these tables or views, as a sentence.';

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

-- Nothing. Afterwards the tables are locked against readers until the transaction ends.
--
-- All or none, and never for longer than half a second at a time: who waits behind a request for
-- such a lock is held up no longer, and the server looks for deadlocks only after a second, so that
-- no reader is ended for one. Gives up after `_lock_wait` with an error that names who is in the
-- way; so long does what follows in the transaction wait for any lock, too.
create or replace function sinkbase._lock_tables(relations oid [])
returns void
language plpgsql
volatile
strict
parallel unsafe
as $plpgsql$
declare
    ends timestamptz := clock_timestamp() + sinkbase._lock_wait();
    attempt_ends timestamptz;
    relation regclass;
begin
    loop
        begin
            attempt_ends := clock_timestamp() + interval '0.5 s';
            foreach relation in array relations
            loop
                perform set_config('lock_timeout', greatest(1, ceil(
                    extract(epoch from attempt_ends - clock_timestamp()) * 1000
                ))::text, true);
                execute format('lock table only %s in access exclusive mode', relation);
            end loop;
            perform set_config('lock_timeout', ceil(
                extract(epoch from sinkbase._lock_wait()) * 1000
            )::text, true);
            return;
        exception
            when lock_not_available then
                if clock_timestamp() > ends then
                    raise exception '% is in use', relation
                        using
                            errcode = 'lock_not_available',
                            detail = coalesce(
                                sinkbase._told_locks(relations), 'by a session that has ended since'
                            );
                end if;
        end;
        perform pg_sleep(0.1);
    end loop;
end
$plpgsql$;

comment on function sinkbase._lock_tables(oid []) is
'Locks tables against readers, all or none, without keeping anybody waiting for long.';

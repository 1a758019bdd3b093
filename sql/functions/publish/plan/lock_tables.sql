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

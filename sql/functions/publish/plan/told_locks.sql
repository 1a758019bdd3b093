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

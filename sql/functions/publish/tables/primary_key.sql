-- One text: the primary key of a table as its definition reads; null without one.
create or replace function sinkbase._primary_key(relation oid)
returns text
language sql
stable
parallel safe
as $sql$
    select pg_get_constraintdef(oid)
    from pg_constraint
    where conrelid = relation and contype = 'p'
$sql$;

comment on function sinkbase._primary_key(oid) is 'Definition of the primary key of a table.';

-- One jsonb list per relation: its columns in order, each with type, collation and whether it may
-- be null.
create or replace function sinkbase._columns(relation oid)
returns jsonb
language sql
stable
parallel safe
as $sql$
    select coalesce(jsonb_agg(
        jsonb_build_array(attname, atttypid, atttypmod, attcollation, attnotnull) order by attnum
    ), '[]')
    from pg_attribute
    where attrelid = relation and attnum > 0 and not attisdropped
$sql$;

comment on function sinkbase._columns(oid) is
'The columns of a relation: name, type, type modifier, collation, not null.';

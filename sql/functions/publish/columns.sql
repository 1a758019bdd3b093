-- The columns of a relation in their order, as texts that are equal where they are alike.
create or replace function sinkbase._columns(relation regclass)
returns text []
language sql
stable
parallel unsafe
as $sql$
select array_agg(
    row(attname, atttypid, atttypmod, attcollation, attnotnull)::text order by attnum
)
from pg_attribute
where attrelid = relation and attnum > 0 and not attisdropped
$sql$;

comment on function sinkbase._columns(regclass) is
'The columns of a relation: name, type, collation, whether null is allowed.';

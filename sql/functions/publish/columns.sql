-- One text: what SQL calls a relation of this kind.
create or replace function sinkbase._kind(relkind text)
returns text
language sql
immutable
strict
parallel safe
as $sql$
    select case relkind when 'v' then 'view' when 'm' then 'materialized view' else 'table' end
$sql$;

comment on function sinkbase._kind(text) is 'What SQL calls a relation of this kind.';

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

-- Whether a list begins with all elements of another.
create or replace function sinkbase._begins_with(list jsonb, beginning jsonb)
returns boolean
language sql
immutable
parallel safe
as $sql$
    select not exists (
        select
        from jsonb_array_elements(beginning) with ordinality as known (element, place)
        where known.element is distinct from list -> (known.place::integer - 1)
    )
$sql$;

comment on function sinkbase._begins_with(jsonb, jsonb) is
'Whether a list begins with all elements of another.';

-- One text: the columns of the first list that the second lacks or has otherwise.
create or replace function sinkbase._changed_columns(old jsonb, fresh jsonb)
returns text
language sql
immutable
parallel safe
as $sql$
    select string_agg(was.element ->> 0, ', ' order by was.place)
    from jsonb_array_elements(old) with ordinality as was (element, place)
    where not exists (
        select
        from jsonb_array_elements(fresh) as now (element)
        where now.element = was.element
    )
$sql$;

comment on function sinkbase._changed_columns(jsonb, jsonb) is
'Names of the columns of one relation that another lacks or has otherwise.';

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

-- One jsonb object per table: the definitions of its checks, those of its rasters among them, by
-- name. A check of an overview names the schema of its raster: it reads as if all lay in `told_in`.
create or replace function sinkbase._checks(relation oid, told_in name)
returns jsonb
language sql
stable
parallel safe
as $sql$
    select coalesce(jsonb_object_agg(checks.conname, replace(
        pg_get_constraintdef(checks.oid),
        quote_literal(namespaces.nspname) || '::name',
        quote_literal(told_in) || '::name'
    )), '{}')
    from pg_constraint as checks
    inner join pg_namespace as namespaces on checks.connamespace = namespaces.oid
    where checks.conrelid = relation and checks.contype = 'c'
$sql$;

comment on function sinkbase._checks(oid, name) is
'Definitions of the checks of a table by name, as they read in a schema.';

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

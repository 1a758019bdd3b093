-- One row per check constraint in which the two tables differ: `is_old` where the kept table has it
-- and the one aside has not, or has another. What names the schema of work means that of results.
create or replace function sinkbase._other_checks(aside regclass, kept regclass)
returns table (name name, definition text, is_old boolean)
language sql
stable
strict
parallel unsafe
rows 10
as $sql$
with schemas as (
    select
        max(nspname) filter (where pg_class.oid = aside) as work,
        max(nspname) filter (where pg_class.oid = kept) as region
    from pg_class
    inner join pg_namespace
        on pg_class.relnamespace = pg_namespace.oid
    where pg_class.oid in (aside, kept)
),

wanted as (
    select
        conname,
        replace(
            pg_get_constraintdef(pg_constraint.oid),
            quote_literal(schemas.work),
            quote_literal(schemas.region)
        ) as told
    from pg_constraint
    cross join schemas
    where conrelid = aside and contype = 'c'
),

found as (
    select
        conname,
        pg_get_constraintdef(oid) as told
    from pg_constraint
    where conrelid = kept and contype = 'c'
)

select
    conname,
    told,
    true
from found
where (conname, told) not in (select wanted.conname, wanted.told from wanted)
union all
select
    conname,
    told,
    false
from wanted
where (conname, told) not in (select found.conname, found.told from found)
$sql$;

comment on function sinkbase._other_checks(regclass, regclass) is
'The check constraints, those of rasters among them, in which a published table differs.';

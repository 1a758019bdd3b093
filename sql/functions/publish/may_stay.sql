-- Whether a relation can stay the same relation when it gets what lies in another one: it has the
-- same columns in the same order, or the first of them (more can be added at the end).
create or replace function sinkbase._may_stay(kept regclass, aside regclass)
returns boolean
language sql
stable
strict
parallel unsafe
as $sql$
with keys as (
    select
        conrelid,
        pg_get_constraintdef(oid) as told
    from pg_constraint
    where contype = 'p' and conrelid in (kept, aside)
)

select
    sinkbase._columns(kept)
    = (sinkbase._columns(aside))[:cardinality(sinkbase._columns(kept))]
    and (select told from keys where conrelid = kept)
    is not distinct from (select told from keys where conrelid = aside)
$sql$;

comment on function sinkbase._may_stay(regclass, regclass) is
'Whether a published relation can take over the columns of the one that lies aside.';

-- Whether a relation can stay the same relation when it gets what lies in another one: it has the
-- same columns in the same order, or the first of them (more can be added at the end).
create or replace function sinkbase._may_stay(kept regclass, aside regclass)
returns boolean
language sql
stable
strict
parallel unsafe
as $sql$
with columns as (
    select
        attrelid,
        row_number() over (partition by attrelid order by attnum) as place,
        row(attname, atttypid, atttypmod, attcollation, attnotnull)::text as told
    from pg_attribute
    where attrelid in (kept, aside) and attnum > 0 and not attisdropped
),

keys as (
    select
        conrelid,
        pg_get_constraintdef(oid) as told
    from pg_constraint
    where contype = 'p' and conrelid in (kept, aside)
)

select
    not exists (
        select from columns as old
        left join columns as new
            on new.attrelid = aside and old.place = new.place
        where old.attrelid = kept and old.told is distinct from new.told
    )
    and (select told from keys where conrelid = kept)
    is not distinct from (select told from keys where conrelid = aside)
$sql$;

comment on function sinkbase._may_stay(regclass, regclass) is
'Whether a published relation can take over the columns of the one that lies aside.';

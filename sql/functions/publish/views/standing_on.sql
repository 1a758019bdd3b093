-- One row per view (also materialized) that stands on one of these relations, directly or through
-- other views: how far from them, and on which of them.
create or replace function sinkbase._standing_on(relations oid [])
returns table (view oid, depth integer, base oid)
language sql
stable
parallel safe
as $sql$
    with recursive direct (view, base) as (
        select distinct
            rules.ev_class,
            depends.refobjid
        from pg_depend as depends
        inner join pg_rewrite as rules
            on depends.classid = 'pg_rewrite'::regclass and depends.objid = rules.oid
        inner join pg_class as views on rules.ev_class = views.oid and views.relkind in ('v', 'm')
        where depends.refclassid = 'pg_class'::regclass and rules.ev_class <> depends.refobjid
    ),

    standing (view, depth, base) as (
        select
            direct.view,
            1,
            direct.base
        from direct
        where direct.base = any(relations)
        union
        select
            direct.view,
            standing.depth + 1,
            standing.base
        from standing
        inner join direct on standing.view = direct.base
    )

    select
        standing.view,
        max(standing.depth)::integer as depth,
        (array_agg(standing.base order by standing.depth))[1] as base
    from standing
    group by standing.view
$sql$;

comment on function sinkbase._standing_on(oid []) is
'The views that stand on relations, directly or through others.';

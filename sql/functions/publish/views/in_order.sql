-- One row per view, in an order in which each can be made: after those that it reads.
create or replace function sinkbase._in_order(region name, views name [])
returns table (name name)
language sql
stable
parallel unsafe
as $sql$
    with given as (
        select
            wanted.name,
            format('%I.%I', region || '_work', wanted.name)::regclass::oid as view
        from unnest(views) as wanted (name)
    )

    select given.name
    from given
    left join sinkbase._standing_on(array(select given.view from given)) as standing
        on given.view = standing.view
    order by coalesce(standing.depth, 0), given.name
$sql$;

comment on function sinkbase._in_order(name, name []) is
'Views of a region in the order in which they can be made.';

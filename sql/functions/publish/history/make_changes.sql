-- Nothing. Afterwards the region has the view bi_changes: one row per thing that differs between
-- its newest run and the one before, what went in first. It calls no function of Sinkbase, which
-- readers may not execute.
create or replace function sinkbase._make_changes(region name)
returns void
language plpgsql
volatile
strict
parallel unsafe
as $plpgsql$
begin
    execute format($ddl$
create view %1$I.bi_changes as
with runs as (
    select
        history.*,
        row_number() over (order by history.build_number desc) as age,
        -- of a file: the year of its data, and the beginning of its fingerprint
        (
            select jsonb_object_agg(
                layer.key, concat_ws(', ', history.years ->> layer.key, left(layer.value, 12))
            )
            from jsonb_each_text(history.layers) as layer
        ) as layers_told,
        (
            select jsonb_object_agg(seed.key, left(seed.value, 12))
            from jsonb_each_text(history.seeds) as seed
        ) as seeds_told
    from %1$I.build_history as history
),

pairs as (
    select
        newest.names,
        kinds.*
    from runs as newest
    inner join runs as former on former.age = 2
    cross join lateral (
        values
        (1, 'setting', '设置', former.settings, newest.settings),
        (2, 'layer', '图层', former.layers_told, newest.layers_told),
        (3, 'seed', '系数表', former.seeds_told, newest.seeds_told),
        (
            4, 'software', '软件',
            jsonb_build_object('software', former.software),
            jsonb_build_object('software', newest.software)
        ),
        (5, 'result', '结果', former.headlines, newest.headlines)
    ) as kinds (kind_place, kind, kind_zh, was, now)
    where newest.age = 1
),

differing as (
    select
        pairs.*,
        thing.name,
        pairs.was ->> thing.name as before,
        pairs.now ->> thing.name as after,
        pairs.names #> array[pairs.kind, thing.name] as told
    from pairs
    cross join lateral jsonb_object_keys(
        coalesce(pairs.was, '{}') || coalesce(pairs.now, '{}')
    ) as thing (name)
    where pairs.was ->> thing.name is distinct from pairs.now ->> thing.name
)

select
    row_number() over (
        order by kind_place, (told ->> 'place')::integer nulls last, name
    )::integer as place,
    kind,
    kind_zh,
    name,
    coalesce(told ->> 'en', name) as title,
    coalesce(told ->> 'zh', told ->> 'en', name) as title_zh,
    before,
    after,
    case
        when before ~ '^-?[0-9]+(\.[0-9]+)?(e[-+]?[0-9]+)?$'
            and after ~ '^-?[0-9]+(\.[0-9]+)?(e[-+]?[0-9]+)?$'
            and kind in ('setting', 'result')
            then (after::numeric - before::numeric)::double precision
    end as difference
from differing
order by place
$ddl$, region);
end
$plpgsql$;

comment on function sinkbase._make_changes(name) is
'Makes the view that says what changed from the run before to the newest.';

-- One row per warning: what its sentences are filled with, in English and Chinese.
with given as (
    select
        facts.warning_id,
        part.name,
        part.value
    from {{ ref('warning_facts') }} as facts
    cross join lateral jsonb_each(jsonb_strip_nulls(jsonb_build_object(
        'layer', facts.layer,
        'factor', 'factor ' || facts.factor,
        'source_number', facts.source_number::text,
        'cells', facts.cells,
        'share', facts.share_percent,
        'value', facts.value
    )) || facts.details) as part (name, value)
),

told as (
    select
        given.warning_id,
        given.name,
        {{ told_part('given.name', 'given.value', 'en') }} as en,
        {{ told_part('given.name', 'given.value', 'zh') }} as zh
    from given
)

select
    warning_id,
    jsonb_object_agg(name, en) as en,
    -- what has words of its own in Chinese stands there under the same name
    jsonb_object_agg(name, zh)
    || coalesce(
        jsonb_object_agg(regexp_replace(name, '_zh$', ''), zh) filter (where name ~ '_zh$'), '{}'
    ) as zh
from told
group by warning_id

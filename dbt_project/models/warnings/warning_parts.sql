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
        warning_id,
        name,
        {% for language, comma in [('en', ', '), ('zh', '、')] %}
        case
            when jsonb_typeof(value) = 'array' then (
                select string_agg({{ told_value('name', 'item.value', language) }}, '{{ comma }}' order by item.place)
                from jsonb_array_elements(value) with ordinality as item (value, place)
            )
            else {{ told_value('name', 'value', language) }}
        end as {{ language }}{{ ',' if not loop.last }}
        {% endfor %}
    from given
)

select
    warning_id,
    jsonb_object_agg(name, en) as en,
    -- what has words of its own in Chinese stands there under the same name
    jsonb_object_agg(name, zh)
    || coalesce(jsonb_object_agg(regexp_replace(name, '_zh$', ''), zh) filter (where name ~ '_zh$'), '{}') as zh
from told
group by warning_id

-- One row per warning: its kind and values, the gravest first, and whether it tells of one thing.
with facts as (
    {% for topic in ('load', 'sources', 'years', 'carbon', 'surfaces', 'resistance', 'coefficients', 'sinks', 'paths') %}
    select * from {{ ref('facts_' ~ topic) }}
    {{ 'union all' if not loop.last }}
    {% endfor %}
)

select
    row_number() over (
        order by kinds.place, facts.layer, facts.factor, facts.source_number, facts.value, facts.details::text
    )::integer as warning_id,
    facts.*,
    case when coalesce((facts.details ->> 'count')::bigint, facts.cells) = 1 then kinds.one_en end as one_en,
    case when coalesce((facts.details ->> 'count')::bigint, facts.cells) = 1 then kinds.one_zh end as one_zh,
    kinds.other_en,
    kinds.other_zh
from facts
left join {{ ref('warning_kinds') }} as kinds
    on facts.kind = kinds.kind

-- One row per warning: its kind and values, the gravest first, and the sentence for one
-- thing or for several.
{% set topics = [
    'load', 'sources', 'years', 'carbon', 'surfaces', 'resistance', 'coefficients',
    'sinks', 'paths'
] %}
with facts as (
    {% for topic in topics %}
    select * from {{ ref('facts_' ~ topic) }}
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

counted as (
    select
        *,
        coalesce((details ->> 'count')::bigint, cells) = 1 as is_one
    from facts
)

select
    row_number() over (
        order by
            kinds.place asc,
            facts.cells desc nulls last,
            facts.value desc nulls last,
            facts.layer asc,
            facts.factor asc,
            facts.source_number asc,
            facts.details::text asc
    )::integer as warning_id,
    facts.kind,
    facts.layer,
    facts.factor,
    facts.source_number,
    facts.cells,
    facts.share_percent,
    facts.value,
    facts.details,
    case
        when facts.is_one then coalesce(kinds.one_en, kinds.other_en)
        else kinds.other_en
    end as sentence_en,
    case
        when facts.is_one then coalesce(kinds.one_zh, kinds.other_zh)
        else kinds.other_zh
    end as sentence_zh
from counted as facts
left join {{ ref('warning_kinds') }} as kinds
    on facts.kind = kinds.kind

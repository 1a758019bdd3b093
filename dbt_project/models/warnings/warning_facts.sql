-- One row per warning: its kind and values, the gravest first, and the sentence for one thing or for
-- several.
{% set topics = [
    'load', 'sources', 'years', 'carbon', 'surfaces', 'resistance', 'coefficients', 'sinks', 'paths'
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
    {% for language in ('en', 'zh') %}
    case
        when facts.is_one then coalesce(kinds.one_{{ language }}, kinds.other_{{ language }})
        else kinds.other_{{ language }}
    end as sentence_{{ language }}{{ ',' if not loop.last }}
    {% endfor %}
from counted as facts
left join {{ ref('warning_kinds') }} as kinds
    on facts.kind = kinds.kind

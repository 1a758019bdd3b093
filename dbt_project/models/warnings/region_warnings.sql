-- One row per thing that a reader of the results must know, the gravest first: its kind
-- and values, and a sentence.
with sentences as (
    select
        facts.*,
        sinkbase.sentence(facts.sentence_en, coalesce(parts.en, '{}')) as warning,
        sinkbase.sentence(facts.sentence_zh, coalesce(parts.zh, '{}')) as warning_zh
    from {{ ref('warning_facts') }} as facts
    left join {{ ref('warning_parts') }} as parts
        on facts.warning_id = parts.warning_id
)

select
    warning_id,
    kind,
    layer,
    factor,
    source_number,
    cells,
    share_percent,
    value,
    upper(left(warning, 1)) || substr(warning, 2) as warning,
    warning_zh
from sentences

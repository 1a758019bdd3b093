-- Every kind of warning has its sentences in both languages, in sinkbase/words.
select
    kind,
    sentence_en as other_en,
    sentence_zh as other_zh
from {{ ref('warning_facts') }}
where sentence_en is null or sentence_zh is null
union all
select
    kind,
    other_en,
    other_zh
from {{ ref('warning_kinds') }}
where other_en is null or other_zh is null or (one_en is null) <> (one_zh is null)

-- One row per kind of warning: its place in the list, the gravest first, and its
-- sentences in English and Chinese.
select
    kind.words ->> 'kind' as kind,
    kind.place::integer as place,
    kind.words ->> 'one_en' as one_en,
    kind.words ->> 'other_en' as other_en,
    kind.words ->> 'one_zh' as one_zh,
    kind.words ->> 'other_zh' as other_zh
from
    jsonb_array_elements({{ json_literal(var('warnings')) }}) with ordinality as kind (words, place)

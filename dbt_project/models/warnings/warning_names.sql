-- One row per word that stands for a layer, a factor, an end or a result in a warning:
-- its name in English and Chinese.
with words as (
    select
        words.name,
        words.names ->> 'en' as en,
        words.names ->> 'zh' as zh
    from jsonb_each({{ json_literal(var('names')) }}) as words (name, names)
)

select
    name,
    en,
    zh
from words
union all
select
    titles.result as name,
    -- within a sentence
    lower(left(titles.title, 1)) || substr(titles.title, 2) as en,
    titles.title_zh as zh
from {{ ref('result_titles') }} as titles
where titles.result not in (select words.name from words)

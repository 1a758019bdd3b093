-- One row per result and per column of a result: its name in English and Chinese, and
-- its unit.
with described as (
    select
        row_of.given ->> 'result' as result,
        row_of.given ->> 'column_name' as column_name,
        (row_of.given ->> 'place')::integer as place,
        row_of.given ->> 'told' as told
    from
        jsonb_array_elements(
            {{ json_literal(described_results() if execute else []) }}
        ) as row_of (given)
)

select
    described.result,
    described.column_name,
    described.place,
    case
        when
            described.column_name is null or described.column_name = 'rast'
            then result_titles.title
        -- the first sentence, without the place in the study and the unit
        else regexp_replace(
            split_part(
                regexp_replace(described.told, '\s*(\((Eq|Table|Fig)[^)]*\)|Unit: .*$)', '', 'g'),
                '. ',
                1
            ),
            '\.$', ''
        )
    end as title,
    case
        when
            described.column_name is null or described.column_name = 'rast'
            then result_titles.title_zh
        else column_titles.title_zh
    end as title_zh,
    substring(described.told from 'Unit: (.+?)\.(?:\s|$)') as unit
from described
left join {{ ref('result_titles') }} as result_titles
    on described.result = result_titles.result
left join {{ ref('column_titles') }} as column_titles
    on described.column_name = column_titles.column_name

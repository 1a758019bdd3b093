-- One row per result and per column of a result: its name in English and Chinese, and
-- its unit.
with described as (
    select
        relation.relname::text as result,
        attribute.attname::text as column_name,
        coalesce(attribute.attnum, 0)::integer as place,
        case
            when attribute.attnum is null then obj_description(relation.oid, 'pg_class')
            else col_description(relation.oid, attribute.attnum)
        end as told
    from pg_class as relation
    inner join pg_namespace as namespace
        on relation.relnamespace = namespace.oid
    -- the row of the result itself has no column
    left join
        lateral (
            select
                null::name as attname,
                null::smallint as attnum
            union all
            select
                pg_attribute.attname,
                pg_attribute.attnum
            from pg_attribute
            where
                pg_attribute.attrelid = relation.oid
                and pg_attribute.attnum > 0
                and not pg_attribute.attisdropped
        ) as attribute
        on true
    where
        namespace.nspname = '{{ this.schema }}'
        and relation.relname = any(array['{{ (results() if execute else []) | join("', '") }}'])
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

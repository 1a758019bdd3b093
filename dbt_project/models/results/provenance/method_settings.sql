-- One row per setting of the method: its value in the run that made these results, and its default.
with used as (
    select
        place::integer as place,
        jsonb_extract_path_text(given, 'setting') as setting,
        jsonb_extract_path_text(given, 'value') as value
    from jsonb_array_elements({{ json_literal(var('settings')) }})
    with ordinality as element (given, place)
)

select
    definitions.setting,
    coalesce(used.value, '') as value,
    coalesce(definitions.default_value, '') as default_value,
    case
        when used.value is null or definitions.default_value is null
            then used.value is distinct from definitions.default_value
        when definitions.kind in ('number', 'whole')
            then used.value::double precision <> definitions.default_value::double precision
        else used.value <> definitions.default_value
    end as is_changed,
    definitions.unit,
    definitions.used_by,
    definitions.source,
    definitions.meaning,
    definitions.meaning_zh,
    used.place
from used
inner join {{ ref('setting_definitions') }} as definitions
    on used.setting = definitions.setting

-- One row per setting of the method: its value in the run that made these results, and its default.
select
    definitions.setting,
    coalesce(used.setting ->> 'value', '') as value,
    coalesce(definitions.default_value, '') as default_value,
    case
        when used.setting ->> 'value' is null or definitions.default_value is null
            then used.setting ->> 'value' is distinct from definitions.default_value
        when definitions.kind in ('number', 'whole')
            then (used.setting ->> 'value')::double precision <> definitions.default_value::double precision
        else used.setting ->> 'value' <> definitions.default_value
    end as is_changed,
    definitions.unit,
    definitions.used_by,
    definitions.source,
    definitions.meaning,
    definitions.meaning_zh,
    used.place::integer as place
from jsonb_array_elements({{ json_literal(var('settings')) }}) with ordinality as used (setting, place)
inner join {{ ref('setting_definitions') }} as definitions
    on used.setting ->> 'setting' = definitions.setting

-- One row per setting of the method: its value in the run that made these results, and its default.
with used as (
    {{ settings_used() }}
)

select
    definitions.setting,
    coalesce(used.value, '') as value,
    coalesce(definitions.default_value, '') as default_value,
    case
        when definitions.kind in ('number', 'whole') and definitions.default_value <> ''
            then used.value::double precision <> definitions.default_value::double precision
        else coalesce(used.value, '') <> coalesce(definitions.default_value, '')
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

-- One row per class result and class: its value and what it is called.
select
    'land_use' as result,
    land_use_code as value,
    land_use_subtype as label,
    land_use_subtype_zh as label_zh
from {{ ref('land_use_classes') }}
union all
select
    'importance_level' as result,
    importance_level as value,
    level_name as label,
    level_name_zh as label_zh
from {{ ref('importance_levels') }}
union all
select
    'sink_category' as result,
    category_code as value,
    name as label,
    name_zh as label_zh
from {{ ref('sink_category_definitions') }}
union all
select
    'sink_category' as result,
    0 as value,
    'No sink' as label,
    '非碳汇' as label_zh
union all
select
    'npp_origin' as result,
    origin_code as value,
    origin as label,
    origin_zh as label_zh
from {{ ref('npp_origins') }}
union all
select
    'restoration_zones' as result,
    pattern_code as value,
    pattern as label,
    pattern_zh as label_zh
from {{ ref('restoration_patterns') }}
union all
select
    'restoration_zones' as result,
    0 as value,
    {{ no_pattern_fits('en') }} as label,
    {{ no_pattern_fits('zh') }} as label_zh
union all
select
    'pinch_point' as result,
    pinch.value,
    pinch.label,
    pinch.label_zh
from (values (0, 'No pinch point', '非夹点'), (1, 'Pinch point', '夹点')) as pinch (
    value, label, label_zh
)
union all
select
    'nearest_sink' as result,
    sink_id as value,
    name as label,
    name_zh as label_zh
from {{ ref('carbon_sinks') }}
where category_code < 3

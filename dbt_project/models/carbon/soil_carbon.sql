-- One row per tile: carbon in the soil down to 100 cm, kgC/m2 (Eq. 3).
{% set formula = '(p_ic + p_oc) * topsoil_m + (s_ic + s_oc) * subsoil_m' %}
{% if var('inorganic_carbon') == 'absent' %}
    {# the soil layer knows no carbonate: organic carbon alone, as region_summary says #}
    {% set formula = 'p_oc * topsoil_m + s_oc * subsoil_m' %}
{% endif %}
select
    p_oc.tile_id,
    {{ map_algebra(
        formula,
        constants={'topsoil_m': var('topsoil_depth'), 'subsoil_m': var('subsoil_depth')},
        p_ic='p_ic.rast',
        p_oc='p_oc.rast',
        s_ic='s_ic.rast',
        s_oc='s_oc.rast'
    ) }} as rast
from {{ ref('topsoil_organic_carbon') }} as p_oc
inner join {{ ref('topsoil_inorganic_carbon') }} as p_ic
    on p_oc.tile_id = p_ic.tile_id
inner join {{ ref('subsoil_organic_carbon') }} as s_oc
    on p_oc.tile_id = s_oc.tile_id
inner join {{ ref('subsoil_inorganic_carbon') }} as s_ic
    on p_oc.tile_id = s_ic.tile_id

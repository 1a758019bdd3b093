-- One row per factor and value: the cells that have it, of those where all six factors are known. The values are the
-- grades, or the surfaces themselves when the setting resistance_weights is `raw` (land use has grades only).
{% set factors = {
    'slope': ('resistance_slope', 'slope'),
    'elevation': ('resistance_elevation', 'elevation'),
    'land_use': ('resistance_land_use', 'resistance_land_use'),
    'temperature': ('resistance_temperature', 'accumulated_temperature'),
    'precipitation': ('resistance_precipitation', 'annual_precipitation'),
    'population': ('resistance_population', 'population_density'),
} %}
{% for factor, (grades, surface) in factors.items() %}
select
    '{{ factor }}' as resistance_factor,
    counted.factor_value,
    sum(counted.cells)::bigint as cells
from (
    select
        (counts.value_count).value as factor_value,
        (counts.value_count).count as cells
    from (
        select
            st_valuecount(
                {{ map_algebra('factor * valid', factor='factor.rast', valid='valid.rast') }}, 1, true
            ) as value_count
        from {{ ref(surface if var('resistance_weights') == 'raw' else grades) }} as factor
        inner join {{ ref('resistance_valid') }} as valid
            on factor.tile_id = valid.tile_id
    ) as counts
) as counted
group by counted.factor_value
{% if not loop.last %}union all{% endif %}
{% endfor %}

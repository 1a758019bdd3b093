-- Within each category the subtypes' areas, unknown land included, sum to the sinks'
-- area and their percentages to 100.
with areas as (
    select
        category_code,
        sum(area_km2) as area_km2,
        sum(percentage) as percentage
    from {{ ref('land_use_by_sink') }}
    group by category_code
),

sinks as (
    select
        category_code,
        sum(area_km2) as area_km2
    from {{ ref('carbon_sinks') }}
    group by category_code
)

select
    category_code,
    areas.area_km2,
    sinks.area_km2 as sinks_km2
from areas
full join sinks using (category_code)
where
    areas.area_km2 is null
    or sinks.area_km2 is null
    or abs(areas.area_km2 - sinks.area_km2) > 1e-9 * sinks.area_km2
    or abs(areas.percentage - 100) > 1e-9

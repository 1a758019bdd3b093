-- One row per resistance factor: its weight, and the mean grade that it gives to the
-- region's cells.
with grades as (
    select
        avg(resistance_slope) as slope,
        avg(resistance_elevation) as elevation,
        avg(resistance_land_use) as land_use,
        avg(resistance_temperature) as temperature,
        avg(resistance_precipitation) as precipitation,
        avg(resistance_population) as population
    from {{ ref('grid_cells') }}
)

select
    weights.factor_number,
    weights.resistance_factor,
    titles.title_zh as resistance_factor_zh,
    weights.weight,
    weights.weight_percent,
    weights.information_entropy,
    weights.weights_from,
    case weights.resistance_factor
        when 'slope' then grades.slope
        when 'elevation' then grades.elevation
        when 'land_use' then grades.land_use
        when 'temperature' then grades.temperature
        when 'precipitation' then grades.precipitation
        when 'population' then grades.population
    end as resistance_mean
from {{ ref('resistance_weights') }} as weights
inner join {{ ref('result_titles') }} as titles
    on titles.result = 'resistance_' || weights.resistance_factor
cross join grades

-- One row per tile: population density, people/km2.
select
    tile_id,
    rast
from {{ ref('stg_population_density') }}

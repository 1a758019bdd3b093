-- One row per tile: restoration pattern of the sinks' cells by the land use around
-- them; 0 where no pattern fits and elsewhere in the region.
with tiles as (
    select
        array_agg(land_use.tile_id order by land_use.tile_id) as tile_ids,
        array_agg(land_use.rast order by land_use.tile_id) as land_uses,
        array_agg(category.rast order by land_use.tile_id) as categories,
        {% if var('roads') == 'present' %}
        array_agg(road.rast order by land_use.tile_id) as roads
        {% else %}
        null::raster [] as roads
        {% endif %}
    from {{ ref('land_use') }} as land_use
    inner join {{ ref('sink_category') }} as category
        on land_use.tile_id = category.tile_id
    {% if var('roads') == 'present' %}
    inner join {{ source('raw', 'roads') }} as road
        on land_use.tile_id = road.tile_id
    {% endif %}
)

select
    patterned.tile_id,
    patterned.rast
from tiles
cross join {{ source('raw', 'grid') }} as grid
cross join lateral sinkbase.restoration_patterns(
    tiles.tile_ids,
    tiles.land_uses,
    tiles.categories,
    tiles.roads,
    (select jsonb_agg(rule order by pattern_code) from {{ ref('pattern_rules') }}),
    {{ var('pattern_radius_km') }} * 1000 / grid.cell_size_m
) as patterned

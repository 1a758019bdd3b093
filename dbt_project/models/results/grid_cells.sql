-- One row per cell of the region: every surface's value, its sink and zone, and its
-- square. No row in a region of more than grid_cells_limit cells.
{% set codes = {
    'land_use_code': ref('land_use'),
    'npp_origin_code': ref('npp_origin'),
    'importance_level': ref('importance_level'),
    'category_code': ref('sink_category'),
    'nearest_sink': [ref('mcr_field'), 'nearest'],
} %}
{% set quantities = {
    'elevation_m': ref('elevation'),
    'slope_deg': ref('slope'),
    'accumulated_temperature_degc_d': ref('accumulated_temperature'),
    'precipitation_mm': ref('annual_precipitation'),
    'population_per_km2': ref('population_density'),
    'npp_gc_m2_a': ref('npp'),
    'respiration_gc_m2_a': ref('heterotrophic_respiration'),
    'nep_gc_m2_a': ref('nep'),
    'topsoil_organic_carbon_kgc_m3': ref('topsoil_organic_carbon'),
    'topsoil_inorganic_carbon_kgc_m3': ref('topsoil_inorganic_carbon'),
    'subsoil_organic_carbon_kgc_m3': ref('subsoil_organic_carbon'),
    'subsoil_inorganic_carbon_kgc_m3': ref('subsoil_inorganic_carbon'),
    'soil_carbon_kgc_m2': ref('soil_carbon'),
    'vegetation_carbon_t_hm2': ref('vegetation_carbon'),
    'importance': ref('importance'),
    'resistance_slope': ref('resistance_slope'),
    'resistance_elevation': ref('resistance_elevation'),
    'resistance_land_use': ref('resistance_land_use'),
    'resistance_temperature': ref('resistance_temperature'),
    'resistance_precipitation': ref('resistance_precipitation'),
    'resistance_population': ref('resistance_population'),
    'resistance': ref('resistance'),
    'mcr': ref('mcr'),
} %}
{% set others = {
    'inside': source('raw', 'inside'),
    'sink_id': ref('sink_number'),
    'zone_piece': ref('zone_piece'),
    'corridors': [ref('corridor_cells'), 'overlap'],
    'is_pinch': [ref('corridor_cells'), 'pinch'],
} %}
with cells as (
    {{ cells_of(dict(others, **dict(codes, **quantities))) }}
    where
        cell.inside = 1
        -- said once, before any tile is unpacked
        and (select summary.cells from {{ ref('region_summary') }} as summary)
        <= {{ var('grid_cells_limit') }}
),

placed as (
    select
        cells.*,
        grid.cell_size_m,
        grid.columns,
        grid.origin_x,
        grid.origin_y,
        cells.tile_left_x + ((cells.place - 1) % cells.tile_columns) * grid.cell_size_m as left_x,
        cells.tile_top_y - ((cells.place - 1) / cells.tile_columns) * grid.cell_size_m as top_y
    from cells
    cross join {{ source('raw', 'grid') }} as grid
)

select
    -- numbered along the rows of the region's grid from 1 at the top left
    (
        round((placed.origin_y - placed.top_y) / placed.cell_size_m) * placed.columns
        + round((placed.left_x - placed.origin_x) / placed.cell_size_m) + 1
    )::integer as cell_id,
    {% for column in quantities %}
    placed.{{ column }},
    {% endfor %}
    {% for column in codes %}
    placed.{{ column }}::integer as {{ column }},
    {% endfor %}
    coalesce(categories.category, 'none') as category,
    nullif(placed.sink_id, 0)::integer as sink_id,
    zones.zone_id,
    zones.pattern_code,
    zones.pattern_code > 0 as fits,
    coalesce(placed.corridors, 0)::integer as corridors,
    coalesce(placed.is_pinch, 0) = 1 as is_pinch,
    st_makeenvelope(
        placed.left_x,
        placed.top_y - placed.cell_size_m,
        placed.left_x + placed.cell_size_m,
        placed.top_y,
        {{ var('srid') }}
    )::{{ geometry_type('polygon') }} as geom
from placed
left join {{ ref('sink_category_definitions') }} as categories
    on placed.category_code = categories.category_code
left join {{ ref('zones') }} as zones
    on placed.zone_piece = zones.zone_piece

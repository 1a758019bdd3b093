-- One row per cell of the region: every surface's value, its sink and zone, and its square.
with cells as (
    select
        mask.tile_id,
        cell.*
    from {{ source('raw', 'inside') }} as mask
    inner join {{ ref('elevation') }} as elevation_tile
        on mask.tile_id = elevation_tile.tile_id
    inner join {{ ref('slope') }} as slope_tile
        on mask.tile_id = slope_tile.tile_id
    inner join {{ ref('land_use') }} as land_use_tile
        on mask.tile_id = land_use_tile.tile_id
    inner join {{ ref('accumulated_temperature') }} as accumulated_temperature_tile
        on mask.tile_id = accumulated_temperature_tile.tile_id
    inner join {{ ref('annual_precipitation') }} as annual_precipitation_tile
        on mask.tile_id = annual_precipitation_tile.tile_id
    inner join {{ ref('population_density') }} as population_density_tile
        on mask.tile_id = population_density_tile.tile_id
    inner join {{ ref('npp') }} as npp_tile
        on mask.tile_id = npp_tile.tile_id
    inner join {{ ref('heterotrophic_respiration') }} as heterotrophic_respiration_tile
        on mask.tile_id = heterotrophic_respiration_tile.tile_id
    inner join {{ ref('nep') }} as nep_tile
        on mask.tile_id = nep_tile.tile_id
    inner join {{ ref('topsoil_organic_carbon') }} as topsoil_organic_carbon_tile
        on mask.tile_id = topsoil_organic_carbon_tile.tile_id
    inner join {{ ref('topsoil_inorganic_carbon') }} as topsoil_inorganic_carbon_tile
        on mask.tile_id = topsoil_inorganic_carbon_tile.tile_id
    inner join {{ ref('subsoil_organic_carbon') }} as subsoil_organic_carbon_tile
        on mask.tile_id = subsoil_organic_carbon_tile.tile_id
    inner join {{ ref('subsoil_inorganic_carbon') }} as subsoil_inorganic_carbon_tile
        on mask.tile_id = subsoil_inorganic_carbon_tile.tile_id
    inner join {{ ref('soil_carbon') }} as soil_carbon_tile
        on mask.tile_id = soil_carbon_tile.tile_id
    inner join {{ ref('vegetation_carbon') }} as vegetation_carbon_tile
        on mask.tile_id = vegetation_carbon_tile.tile_id
    inner join {{ ref('importance') }} as importance_tile
        on mask.tile_id = importance_tile.tile_id
    inner join {{ ref('importance_level') }} as importance_level_tile
        on mask.tile_id = importance_level_tile.tile_id
    inner join {{ ref('resistance_slope') }} as resistance_slope_tile
        on mask.tile_id = resistance_slope_tile.tile_id
    inner join {{ ref('resistance_elevation') }} as resistance_elevation_tile
        on mask.tile_id = resistance_elevation_tile.tile_id
    inner join {{ ref('resistance_land_use') }} as resistance_land_use_tile
        on mask.tile_id = resistance_land_use_tile.tile_id
    inner join {{ ref('resistance_temperature') }} as resistance_temperature_tile
        on mask.tile_id = resistance_temperature_tile.tile_id
    inner join {{ ref('resistance_precipitation') }} as resistance_precipitation_tile
        on mask.tile_id = resistance_precipitation_tile.tile_id
    inner join {{ ref('resistance_population') }} as resistance_population_tile
        on mask.tile_id = resistance_population_tile.tile_id
    inner join {{ ref('resistance') }} as resistance_tile
        on mask.tile_id = resistance_tile.tile_id
    inner join {{ ref('mcr') }} as mcr_tile
        on mask.tile_id = mcr_tile.tile_id
    inner join {{ ref('sink_category') }} as sink_category_tile
        on mask.tile_id = sink_category_tile.tile_id
    inner join {{ ref('sink_number') }} as sink_of_cell_tile
        on mask.tile_id = sink_of_cell_tile.tile_id
    inner join {{ ref('mcr_field') }} as mcr_field_tile
        on mask.tile_id = mcr_field_tile.tile_id
    inner join {{ ref('zone_piece') }} as zone_piece_tile
        on mask.tile_id = zone_piece_tile.tile_id
    inner join {{ ref('corridor_cells') }} as corridor_cells_tile
        on mask.tile_id = corridor_cells_tile.tile_id
    cross join
        lateral unnest(
            st_dumpvalues(mask.rast, 1),
            st_dumpvalues(elevation_tile.rast, 1),
            st_dumpvalues(slope_tile.rast, 1),
            st_dumpvalues(land_use_tile.rast, 1),
            st_dumpvalues(accumulated_temperature_tile.rast, 1),
            st_dumpvalues(annual_precipitation_tile.rast, 1),
            st_dumpvalues(population_density_tile.rast, 1),
            st_dumpvalues(npp_tile.rast, 1),
            st_dumpvalues(heterotrophic_respiration_tile.rast, 1),
            st_dumpvalues(nep_tile.rast, 1),
            st_dumpvalues(topsoil_organic_carbon_tile.rast, 1),
            st_dumpvalues(topsoil_inorganic_carbon_tile.rast, 1),
            st_dumpvalues(subsoil_organic_carbon_tile.rast, 1),
            st_dumpvalues(subsoil_inorganic_carbon_tile.rast, 1),
            st_dumpvalues(soil_carbon_tile.rast, 1),
            st_dumpvalues(vegetation_carbon_tile.rast, 1),
            st_dumpvalues(importance_tile.rast, 1),
            st_dumpvalues(importance_level_tile.rast, 1),
            st_dumpvalues(resistance_slope_tile.rast, 1),
            st_dumpvalues(resistance_elevation_tile.rast, 1),
            st_dumpvalues(resistance_land_use_tile.rast, 1),
            st_dumpvalues(resistance_temperature_tile.rast, 1),
            st_dumpvalues(resistance_precipitation_tile.rast, 1),
            st_dumpvalues(resistance_population_tile.rast, 1),
            st_dumpvalues(resistance_tile.rast, 1),
            st_dumpvalues(mcr_tile.rast, 1),
            st_dumpvalues(sink_category_tile.rast, 1),
            st_dumpvalues(sink_of_cell_tile.rast, 1),
            st_dumpvalues(mcr_field_tile.nearest, 1),
            st_dumpvalues(zone_piece_tile.rast, 1),
            st_dumpvalues(corridor_cells_tile.overlap, 1),
            st_dumpvalues(corridor_cells_tile.pinch, 1)
        ) with ordinality as cell (
            inside,
            elevation_m,
            slope_deg,
            land_use_code,
            accumulated_temperature_degc_d,
            precipitation_mm,
            population_per_km2,
            npp_gc_m2_a,
            respiration_gc_m2_a,
            nep_gc_m2_a,
            topsoil_organic_carbon_kgc_m3,
            topsoil_inorganic_carbon_kgc_m3,
            subsoil_organic_carbon_kgc_m3,
            subsoil_inorganic_carbon_kgc_m3,
            soil_carbon_kgc_m2,
            vegetation_carbon_t_hm2,
            importance,
            importance_level,
            resistance_slope,
            resistance_elevation,
            resistance_land_use,
            resistance_temperature,
            resistance_precipitation,
            resistance_population,
            resistance,
            mcr,
            category_code,
            sink_id,
            nearest_sink,
            zone_piece,
            corridors,
            is_pinch,
            place
        )
    where cell.inside = 1
),

placed as (
    select
        cells.*,
        grid.cell_size_m,
        grid.columns,
        st_upperleftx(mask.rast) + ((cells.place - 1) % st_width(mask.rast)) * grid.cell_size_m as left_x,
        st_upperlefty(mask.rast) - ((cells.place - 1) / st_width(mask.rast)) * grid.cell_size_m as top_y,
        grid.origin_x,
        grid.origin_y
    from cells
    inner join {{ source('raw', 'inside') }} as mask
        on cells.tile_id = mask.tile_id
    cross join {{ source('raw', 'grid') }} as grid
)

select
    -- numbered along the rows of the region's grid from 1 at the top left
    (
        round((placed.origin_y - placed.top_y) / placed.cell_size_m) * placed.columns
        + round((placed.left_x - placed.origin_x) / placed.cell_size_m) + 1
    )::integer as cell_id,
    placed.elevation_m,
    placed.slope_deg,
    placed.land_use_code::integer as land_use_code,
    placed.accumulated_temperature_degc_d,
    placed.precipitation_mm,
    placed.population_per_km2,
    placed.npp_gc_m2_a,
    placed.respiration_gc_m2_a,
    placed.nep_gc_m2_a,
    placed.topsoil_organic_carbon_kgc_m3,
    placed.topsoil_inorganic_carbon_kgc_m3,
    placed.subsoil_organic_carbon_kgc_m3,
    placed.subsoil_inorganic_carbon_kgc_m3,
    placed.soil_carbon_kgc_m2,
    placed.vegetation_carbon_t_hm2,
    placed.importance,
    placed.importance_level::integer as importance_level,
    placed.resistance_slope,
    placed.resistance_elevation,
    placed.resistance_land_use,
    placed.resistance_temperature,
    placed.resistance_precipitation,
    placed.resistance_population,
    placed.resistance,
    placed.mcr,
    placed.category_code::integer as category_code,
    coalesce(categories.category, 'none') as category,
    nullif(placed.sink_id, 0)::integer as sink_id,
    placed.nearest_sink::integer as nearest_sink,
    zones.zone_id,
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
left join {{ ref('sink_categories') }} as categories
    on placed.category_code = categories.category_code
left join {{ ref('zones') }} as zones
    on placed.zone_piece = zones.zone_piece

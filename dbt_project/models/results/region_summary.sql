-- One row: the region's headline numbers. What the potential sinks hold is never added
-- to what the sinks hold.
{% set surfaces = [
    'elevation', 'npp', 'heterotrophic_respiration', 'nep', 'soil_carbon', 'importance', 'mcr'
] %}
with statistics as (
    select
        {% for surface in surfaces %}
        {{ statistics_of(ref(surface)) }} as {{ surface }},
        {% endfor %}
        {{ statistics_of(source('raw', 'inside')) }} as inside
),

vegetation as (
    select sum(storage_t) as storage_t
    from {{ ref('vegetation_carbon_storage') }}
),

constant as (
    select string_agg(layer, ', ' order by layer) as layers
    from {{ ref('importance_extremes') }}
    where is_constant
),

levels as (
    select
        sum(area_km2) filter (where importance_level >= 4) as area_high_km2,
        min(goodness_of_variance_fit) as goodness_of_variance_fit
    from {{ ref('importance_breaks') }}
),

settings as (
    select
        grid.*,
        -- carbon of a cell: gC/m2 to t, kgC/m2 to t
        grid.cell_size_m ^ 2 / 1e6 as g_m2_to_t,
        grid.cell_size_m ^ 2 / 1e3 as kg_m2_to_t
    from {{ source('raw', 'grid') }} as grid
)

select
    settings.region,
    settings.title,
    settings.title_zh,
    settings.synthetic as is_synthetic,
    settings.year,
    settings.srid,
    settings.cell_size_m::double precision as cell_size_m,
    settings.origin_x,
    settings.origin_y,
    settings.columns,
    settings.rows,
    settings.tile_size,
    boundary.area_km2 as boundary_km2,
    (statistics.inside).count as cells,
    (statistics.inside).count * settings.g_m2_to_t as area_km2,
    (statistics.elevation).min as elevation_min_m,
    (statistics.elevation).max as elevation_max_m,
    (statistics.npp).mean as npp_mean_gc_m2_a,
    (statistics.heterotrophic_respiration).mean as respiration_mean_gc_m2_a,
    (statistics.nep).min as nep_min_gc_m2_a,
    (statistics.nep).mean as nep_mean_gc_m2_a,
    (statistics.nep).max as nep_max_gc_m2_a,
    (statistics.nep).sum * settings.g_m2_to_t as nep_total_t_a,
    nep_totals.*,
    nep_totals.uptake_cells * settings.g_m2_to_t as uptake_km2,
    (statistics.soil_carbon).mean as soil_carbon_mean_kgc_m2,
    (statistics.soil_carbon).sum * settings.kg_m2_to_t as soil_carbon_total_t,
    '{{ var("inorganic_carbon") }}' as inorganic_carbon,
    vegetation.storage_t as vegetation_carbon_total_t,
    levels.area_high_km2,
    levels.goodness_of_variance_fit,
    (statistics.inside).count - coalesce((statistics.importance).count, 0)
    as cells_without_importance,
    constant.layers as constant_layers,
    sinks.*,
    (statistics.mcr).max as mcr_max
from settings
cross join statistics
cross join levels
cross join vegetation
cross join constant
cross join {{ ref('sink_totals') }} as sinks
cross join {{ ref('nep_totals') }} as nep_totals
cross join {{ ref('region_boundary') }} as boundary

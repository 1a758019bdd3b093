-- One row: the region's headline numbers.
with statistics as (
    select
        (select st_summarystatsagg(rast, 1, true) from {{ source('raw', 'inside') }}) as inside,
        (select st_summarystatsagg(rast, 1, true) from {{ ref('elevation') }}) as elevation,
        (select st_summarystatsagg(rast, 1, true) from {{ ref('npp') }}) as npp,
        (select st_summarystatsagg(rast, 1, true) from {{ ref('heterotrophic_respiration') }}) as respiration,
        (select st_summarystatsagg(rast, 1, true) from {{ ref('nep') }}) as nep,
        (select st_summarystatsagg(rast, 1, true) from {{ ref('soil_carbon') }}) as soil,
        (select st_summarystatsagg(rast, 1, true) from {{ ref('importance') }}) as importance,
        (select st_summarystatsagg(rast, 1, true) from {{ ref('mcr') }}) as mcr
),

vegetation as (
    select sum(storage_t) as storage_t
    from {{ ref('vegetation_carbon_storage') }}
),

levels as (
    select
        sum(area_km2) filter (where importance_level >= 4) as area_high_km2,
        min(goodness_of_variance_fit) as goodness_of_variance_fit
    from {{ ref('importance_breaks') }}
),

constant as (
    select string_agg(layer, ', ' order by layer) as layers
    from {{ ref('importance_extremes') }}
    where is_constant
),

sinks as (
    select
        count(*) filter (where category_code = 1) as primaries,
        count(*) filter (where category_code = 2) as secondaries,
        count(*) filter (where category_code = 3) as potentials,
        coalesce(sum(area_km2) filter (where category_code = 1), 0) as primary_km2,
        coalesce(sum(area_km2) filter (where category_code = 2), 0) as secondary_km2,
        coalesce(sum(area_km2) filter (where category_code = 3), 0) as potential_km2,
        coalesce(sum(nep_total_t_a), 0) as nep_total_t_a,
        coalesce(sum(soil_carbon_t), 0) as soil_carbon_t,
        coalesce(sum(vegetation_carbon_t), 0) as vegetation_carbon_t
    from {{ ref('carbon_sinks') }}
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
    settings.srid,
    settings.cell_size_m::double precision as cell_size_m,
    (statistics.inside).count as cells,
    (statistics.inside).count * settings.cell_size_m ^ 2 / 1e6 as area_km2,
    (statistics.elevation).min as elevation_min_m,
    (statistics.elevation).max as elevation_max_m,
    (statistics.npp).mean as npp_mean_gc_m2_a,
    (statistics.respiration).mean as respiration_mean_gc_m2_a,
    (statistics.nep).min as nep_min_gc_m2_a,
    (statistics.nep).mean as nep_mean_gc_m2_a,
    (statistics.nep).max as nep_max_gc_m2_a,
    (statistics.nep).sum * settings.g_m2_to_t as nep_total_t_a,
    (statistics.soil).mean as soil_carbon_mean_kgc_m2,
    (statistics.soil).sum * settings.kg_m2_to_t as soil_carbon_total_t,
    '{{ var("inorganic_carbon") }}' as inorganic_carbon,
    vegetation.storage_t as vegetation_carbon_total_t,
    levels.area_high_km2,
    levels.goodness_of_variance_fit,
    (statistics.inside).count - (statistics.importance).count as cells_without_importance,
    constant.layers as constant_layers,
    sinks.primaries::integer as primary_sinks,
    sinks.primary_km2 as primary_sinks_km2,
    sinks.secondaries::integer as secondary_sinks,
    sinks.secondary_km2 as secondary_sinks_km2,
    sinks.potentials::integer as potential_sinks,
    sinks.potential_km2 as potential_sinks_km2,
    sinks.nep_total_t_a as sinks_nep_total_t_a,
    sinks.soil_carbon_t as sinks_soil_carbon_t,
    sinks.vegetation_carbon_t as sinks_vegetation_carbon_t,
    (statistics.mcr).max as mcr_max
from settings
cross join statistics
cross join vegetation
cross join levels
cross join constant
cross join sinks

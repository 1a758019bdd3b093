-- One row per category of sinks and spatial pattern, or none: strategy, and the zones,
-- area, carbon and land use that it has here (Table 10).
with totals as (
    select
        category_code,
        pattern_code,
        count(*) as zones,
        sum(area_km2) as area_km2,
        sum(mean_nep_gc_m2_a * nep_cells) / nullif(sum(nep_cells), 0) as mean_nep_gc_m2_a,
        sum(carbon_t) as carbon_t
    from {{ ref('zones') }}
    group by category_code, pattern_code
)

select
    strategies.category_code,
    strategies.pattern_code,
    categories.category,
    categories.category_zh,
    strategies.fits,
    strategies.pattern,
    strategies.pattern_zh,
    strategies.characteristics,
    strategies.characteristics_zh,
    strategies.strategy,
    strategies.strategy_zh,
    coalesce(strategies.measures, approaches.approaches) as measures,
    coalesce(strategies.measures_zh, approaches.approaches_zh) as measures_zh,
    strategies.source,
    strategies.is_assessable,
    coalesce(totals.zones, 0)::integer as zones,
    coalesce(totals.area_km2, 0) as area_km2,
    100 * coalesce(totals.area_km2, 0) / nullif(sum(totals.area_km2) over (), 0) as share_percent,
    land_use.land_use,
    totals.mean_nep_gc_m2_a,
    coalesce(totals.carbon_t, 0) as carbon_t
from {{ ref('strategies') }} as strategies
inner join {{ ref('sink_category_definitions') }} as categories
    on strategies.category_code = categories.category_code
left join totals
    on
        strategies.category_code = totals.category_code
        and strategies.pattern_code = totals.pattern_code
left join {{ ref('strategy_land_use') }} as land_use
    on
        strategies.category_code = land_use.category_code
        and strategies.pattern_code = land_use.pattern_code
left join {{ ref('unfitting_approaches') }} as approaches
    on
        strategies.category_code = approaches.category_code
        and strategies.pattern_code = 0

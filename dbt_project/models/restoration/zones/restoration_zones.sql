-- One row per restoration zone: contiguous cells of one pattern in one sink, with
-- strategy and measures (Table 10).
with polygons as (
    {{ polygons(ref('zone_piece'), 'zone_piece') }}
)

select
    zones.zone_id,
    zones.sink_id,
    categories.category,
    categories.category_zh,
    strategies.fits,
    zones.pattern_code,
    strategies.pattern,
    strategies.pattern_zh,
    strategies.strategy,
    strategies.strategy_zh,
    coalesce(strategies.measures, approaches.approaches) as measures,
    coalesce(strategies.measures_zh, approaches.approaches_zh) as measures_zh,
    approaches.approaches,
    approaches.approaches_zh,
    zones.area_km2,
    zones.mean_nep_gc_m2_a,
    zones.carbon_t,
    polygons.geom
from {{ ref('zones') }} as zones
inner join polygons
    on zones.zone_piece = polygons.zone_piece
left join {{ ref('zone_approaches') }} as approaches
    on zones.zone_piece = approaches.zone_piece
inner join {{ ref('strategies') }} as strategies
    on
        zones.category_code = strategies.category_code
        and zones.pattern_code = strategies.pattern_code
inner join {{ ref('sink_category_definitions') }} as categories
    on zones.category_code = categories.category_code

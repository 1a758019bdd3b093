-- One row per restoration zone: contiguous cells of one pattern in one sink, with strategy and measures (Table 10).
with polygons as (
    {{ polygons(ref('zone_piece'), 'zone_piece') }}
)

select
    zones.zone_id,
    zones.sink_id,
    categories.category,
    categories.category_zh,
    patterns.pattern_code,
    patterns.pattern,
    patterns.pattern_zh,
    patterns.strategy,
    patterns.strategy_zh,
    patterns.measures,
    patterns.measures_zh,
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
inner join {{ ref('restoration_patterns') }} as patterns
    on zones.pattern_code = patterns.pattern_code
inner join {{ ref('sink_categories') }} as categories
    on patterns.category_code = categories.category_code

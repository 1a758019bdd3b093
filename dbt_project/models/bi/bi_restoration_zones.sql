-- One row per restoration zone: its strategy, size and place in the order of size, in
-- plain columns.
select
    zones.zone_id,
    rank() over (order by zones.area_km2 desc)::integer as area_rank,
    zones.sink_id,
    zones.category,
    zones.category_zh,
    zones.pattern,
    zones.pattern_zh,
    zones.strategy,
    zones.strategy_zh,
    zones.measures,
    zones.measures_zh,
    zones.area_km2,
    zones.mean_nep_gc_m2_a as nep_mean_gc_m2_a,
    zones.carbon_t,
    st_x(st_transform(st_pointonsurface(zones.geom), 4326)) as longitude,
    st_y(st_transform(st_pointonsurface(zones.geom), 4326)) as latitude
from {{ ref('restoration_zones') }} as zones

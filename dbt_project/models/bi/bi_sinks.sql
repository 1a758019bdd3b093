-- One row per carbon sink: what it holds and where it lies, in plain columns.
select
    sinks.sink_id,
    sinks.category,
    sinks.category_zh,
    sinks.name,
    sinks.name_zh,
    sinks.area_km2,
    sinks.mean_nep as nep_mean_gc_m2_a,
    sinks.nep_total_t_a,
    sinks.soil_carbon_t,
    sinks.vegetation_carbon_t,
    sinks.carbon_t,
    count(zones.zone_id)::integer as zones,
    st_x(st_transform(st_pointonsurface(sinks.geom), 4326)) as longitude,
    st_y(st_transform(st_pointonsurface(sinks.geom), 4326)) as latitude
from {{ ref('carbon_sinks') }} as sinks
left join {{ ref('restoration_zones') }} as zones
    on sinks.sink_id = zones.sink_id
group by sinks.sink_id

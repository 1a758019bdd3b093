-- The zones of a sink do not overlap, and together they are the sink.
with zones as (
    select
        sink_id,
        sum(st_area(geom)) as area_m2,
        st_union(geom) as geom
    from {{ ref('restoration_zones') }}
    group by sink_id
)

select sinks.sink_id
from {{ ref('carbon_sinks') }} as sinks
left join zones
    on sinks.sink_id = zones.sink_id
where
    zones.sink_id is null
    or not st_equals(sinks.geom, zones.geom)
    or abs(zones.area_m2 - st_area(sinks.geom)) > 1

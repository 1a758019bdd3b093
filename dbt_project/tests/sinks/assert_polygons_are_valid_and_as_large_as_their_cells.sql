-- Sinks and zones are valid polygons whose area is that of their cells.
select
    'sink' as kind,
    sink_id as id
from {{ ref('carbon_sinks') }}
where not st_isvalid(geom) or abs(st_area(geom) / 1e6 - area_km2) > 1e-6 * area_km2
union all
select
    'zone' as kind,
    zone_id as id
from {{ ref('restoration_zones') }}
where not st_isvalid(geom) or abs(st_area(geom) / 1e6 - area_km2) > 1e-6 * area_km2

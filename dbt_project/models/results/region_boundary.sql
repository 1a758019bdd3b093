-- One row: the region's boundary, exclaves included.
select
    boundary.boundary_id,
    grid.region,
    grid.title,
    grid.title_zh,
    st_area(boundary.geom) / 1e6 as area_km2,
    st_multi(boundary.geom)::{{ geometry_type('multipolygon') }} as geom
from {{ source('raw', 'boundary') }} as boundary
cross join {{ source('raw', 'grid') }} as grid

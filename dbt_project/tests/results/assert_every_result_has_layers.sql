-- Every raster, and every vector but the boundary, is known to be computed from some
-- layer that was loaded.
select titles.result
from {{ ref('result_titles') }} as titles
left join {{ ref('result_layers') }} as layers
    on titles.result = layers.result
where
    titles.kind in ('raster', 'vector')
    and titles.result <> 'region_boundary'
    and layers.result is null

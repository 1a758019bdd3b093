-- One row per natural-breaks class of the importance: fewer than its levels where fewer
-- values occur.
select breaks.*
from sinkbase.natural_breaks(
    array(select rast from {{ ref('importance') }} order by tile_id),
    {{ var('importance_classes') }},
    or_fewer => true
) as breaks

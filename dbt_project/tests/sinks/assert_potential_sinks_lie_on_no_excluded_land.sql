-- No cell of a potential sink has land use that is excluded, is cultivated or belongs
-- to another sink.
select cell_id
from {{ ref('grid_cells') }}
where
    category_code = 3
    and (
        land_use_code = any(array{{ var('potential_excludes') | list }}::integer [])
        or importance_level >= {{ var('candidate_level') }}
    )

-- One row per potential sink: pieces that are large enough, numbered after the
-- primaries and secondaries by area.
with pieces as (
    {{ value_counts(ref('potential_piece'), 'piece') }}
)

select
    (select count(*) from {{ ref('settled_sinks') }})::integer
    + row_number() over (order by pieces.cells desc, pieces.piece asc)::integer as sink_id,
    3 as category_code,
    pieces.piece,
    pieces.cells
from pieces
cross join {{ source('raw', 'grid') }} as grid
where pieces.cells * grid.cell_size_m ^ 2 / 1e6 >= {{ var('min_potential_km2') }}

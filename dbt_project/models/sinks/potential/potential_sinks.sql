-- One row per potential sink: pieces that are large enough, numbered after the primaries and secondaries by area.
with pieces as (
    select
        (counted.value_count).value::integer as piece,
        sum((counted.value_count).count)::bigint as cells
    from (
        select st_valuecount(rast, 1, true) as value_count
        from {{ ref('potential_piece') }}
    ) as counted
    group by piece
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

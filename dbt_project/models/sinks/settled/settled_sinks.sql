-- One row per primary or secondary sink: natural pieces with a cell of the highest
-- level, and cultivated pieces; numbered primaries first, each category by area, the
-- largest first (step 6 of the sinks).
with cells as (
    {{ cells_of({
        'piece': ref('sink_piece'),
        'kind': ref('settled_kind'),
        'importance_level': ref('importance_level'),
    }) }}
),

pieces as (
    select
        piece::integer as piece,
        min(kind)::integer as kind,
        count(*) as cells,
        coalesce(max(importance_level), 0) as highest_level
    from cells
    where piece is not null
    group by piece
)

select
    row_number() over (order by kind asc, cells desc, piece asc)::integer as sink_id,
    -- natural pieces are primary, cultivated ones secondary
    kind as category_code,
    piece,
    cells
from pieces
where kind = 2 or highest_level = {{ var('importance_classes') }}

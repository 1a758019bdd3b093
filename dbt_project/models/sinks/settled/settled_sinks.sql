-- One row per primary or secondary sink: natural pieces with a cell of the highest level, and cultivated pieces;
-- numbered primaries first, each category by area, the largest first (step 6 of the sinks).
with pieces as (
    select
        cell.piece::integer as piece,
        min(cell.kind)::integer as kind,
        count(*) as cells,
        coalesce(max(cell.importance_level), 0) as highest_level
    from {{ ref('sink_piece') }} as piece
    inner join {{ ref('settled_kind') }} as kind
        on piece.tile_id = kind.tile_id
    inner join {{ ref('importance_level') }} as importance_level
        on piece.tile_id = importance_level.tile_id
    cross join
        lateral unnest(
            st_dumpvalues(piece.rast, 1), st_dumpvalues(kind.rast, 1), st_dumpvalues(importance_level.rast, 1)
        ) as cell (piece, kind, importance_level)
    where cell.piece is not null
    group by cell.piece
)

select
    row_number() over (order by kind asc, cells desc, piece asc)::integer as sink_id,
    -- natural pieces are primary, cultivated ones secondary
    kind as category_code,
    piece,
    cells
from pieces
where kind = 2 or highest_level = {{ var('importance_classes') }}

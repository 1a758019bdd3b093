-- One row per restoration zone: its sink, pattern and content.
with pieces as (
    select
        cell.zone_piece,
        min(cell.sink_id) as sink_id,
        count(*) as cells,
        count(cell.nep_gc_m2_a) as nep_cells,
        avg(cell.nep_gc_m2_a) as mean_nep_gc_m2_a,
        coalesce(sum(cell.soil_carbon_kgc_m2), 0) as soil_sum,
        coalesce(sum(cell.vegetation_carbon_t_hm2), 0) as vegetation_sum
    from {{ ref('sink_cells') }} as cell
    group by cell.zone_piece
),

patterns as (
    select
        cell.zone_piece::integer as zone_piece,
        min(cell.pattern_code)::integer as pattern_code
    from {{ ref('zone_piece') }} as piece
    inner join {{ ref('restoration_pattern') }} as pattern
        on piece.tile_id = pattern.tile_id
    cross join
        lateral unnest(
            st_dumpvalues(piece.rast, 1), st_dumpvalues(pattern.rast, 1)
        ) as cell (zone_piece, pattern_code)
    where cell.zone_piece is not null
    group by cell.zone_piece
)

select
    row_number()
        over (order by pieces.sink_id asc, patterns.pattern_code asc, pieces.cells desc, pieces.zone_piece asc)
    ::integer
    as zone_id,
    pieces.zone_piece,
    pieces.sink_id,
    patterns.pattern_code,
    pieces.cells,
    pieces.cells * grid.cell_size_m ^ 2 / 1e6 as area_km2,
    pieces.nep_cells,
    pieces.mean_nep_gc_m2_a,
    pieces.soil_sum * grid.cell_size_m ^ 2 / 1e3 + pieces.vegetation_sum * grid.cell_size_m ^ 2 / 1e4 as carbon_t
from pieces
inner join patterns
    on pieces.zone_piece = patterns.zone_piece
cross join {{ source('raw', 'grid') }} as grid

-- One row per category of sinks: how the land-use groups of its zones without a pattern
-- are managed, the widest first.
with cells as (
    select
        zones.category_code,
        cell.land_use_code
    from {{ ref('sink_cells') }} as cell
    inner join {{ ref('zones') }} as zones
        on cell.zone_piece = zones.zone_piece
    where zones.pattern_code = 0
)

{{ approaches_of('cells', 'category_code') }}

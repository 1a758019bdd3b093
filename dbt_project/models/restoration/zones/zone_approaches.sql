-- One row per restoration zone: how the land-use groups in it are managed, the widest group first (Table 6).
with zone_groups as (
    select
        cell.zone_piece,
        classes.land_use_group,
        count(*) as cells
    from {{ ref('sink_cells') }} as cell
    inner join {{ ref('land_use_classes') }} as classes
        on cell.land_use_code = classes.land_use_code
    group by cell.zone_piece, classes.land_use_group
)

select
    zone_groups.zone_piece,
    string_agg(
        approaches.land_use_group || ': ' || approaches.approaches, '; '
        order by zone_groups.cells desc, approaches.land_use_group asc
    ) as approaches,
    string_agg(
        approaches.land_use_group_zh || '：' || approaches.approaches_zh, '；'
        order by zone_groups.cells desc, approaches.land_use_group asc
    ) as approaches_zh
from zone_groups
inner join {{ ref('management_approaches') }} as approaches
    on zone_groups.land_use_group = approaches.land_use_group
group by zone_groups.zone_piece

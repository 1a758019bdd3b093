-- One row per land-use subtype: its cells and the carbon that they take up and hold.
select
    coalesce(cells.land_use_code, 0) as land_use_code,
    coalesce(classes.land_use_group, 'not known') as land_use_group,
    coalesce(classes.land_use_group_zh, '不详') as land_use_group_zh,
    coalesce(classes.land_use_subtype, 'not known') as land_use_subtype,
    coalesce(classes.land_use_subtype_zh, '不详') as land_use_subtype_zh,
    {{ cell_sums() }}
from {{ ref('grid_cells') }} as cells
cross join {{ ref('region_summary') }} as summary
left join {{ ref('land_use_classes') }} as classes
    on cells.land_use_code = classes.land_use_code
group by
    cells.land_use_code,
    classes.land_use_group,
    classes.land_use_group_zh,
    classes.land_use_subtype,
    classes.land_use_subtype_zh

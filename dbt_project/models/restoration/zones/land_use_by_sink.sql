-- One row per sink category and land-use subtype: area by the land use's own resolution (Tables 7 to 9).
with fine as (
    select array_agg(rast) as rasters
    from {{ source('raw', 'land_use_fine') }}
),

tabulated as (
    select
        counted.zone as category_code,
        counted.code as land_use_code,
        counted.cells * grid.cell_size_m ^ 2 / 1e6 as area_km2
    from fine
    cross join {{ source('raw', 'grid') }} as grid
    cross join lateral sinkbase.tabulate_fine(
        array(select rast from {{ ref('sink_category') }}), fine.rasters
    ) as counted
)

select
    tabulated.category_code,
    categories.category,
    categories.category_zh,
    coalesce(tabulated.land_use_code, 0) as land_use_code,
    coalesce(classes.land_use_subtype, 'not known') as land_use_subtype,
    coalesce(classes.land_use_subtype_zh, '不详') as land_use_subtype_zh,
    tabulated.area_km2,
    100 * tabulated.area_km2 / sum(tabulated.area_km2) over (partition by tabulated.category_code) as percentage,
    sum(tabulated.area_km2) over (partition by tabulated.category_code) as category_area_km2
from tabulated
inner join {{ ref('sink_categories') }} as categories
    on tabulated.category_code = categories.category_code
left join {{ ref('land_use_classes') }} as classes
    on tabulated.land_use_code = classes.land_use_code

-- One row per sink category and land-use subtype: area by the share that it covers of
-- each cell (Tables 7 to 9).
with covered as (
    select
        tile_id,
        array_agg(land_use_code order by land_use_code) as codes,
        array_agg(rast order by land_use_code) as shares
    from {{ source('raw', 'land_use_share') }}
    group by tile_id
),

counted as (
    select
        counted.zone as category_code,
        coalesce(counted.code, 0) as land_use_code,
        -- exact in any order: cells are counted in fractions of 2
        sum(counted.cells) as cells
    from {{ ref('sink_category') }} as category
    left join covered
        on category.tile_id = covered.tile_id
    cross join
        lateral
        sinkbase.zonal_shares(category.rast, covered.codes, covered.shares) as counted
    group by counted.zone, counted.code
),

shared as (
    select
        category_code,
        land_use_code,
        cells,
        sum(cells) over (partition by category_code) as category_cells
    from counted
)

select
    shared.category_code,
    categories.category,
    categories.category_zh,
    shared.land_use_code,
    coalesce(classes.land_use_subtype, 'not known') as land_use_subtype,
    coalesce(classes.land_use_subtype_zh, '不详') as land_use_subtype_zh,
    shared.cells * grid.cell_size_m ^ 2 / 1e6 as area_km2,
    100 * shared.cells / shared.category_cells as percentage,
    shared.category_cells * grid.cell_size_m ^ 2 / 1e6 as category_area_km2
from shared
inner join {{ ref('sink_category_definitions') }} as categories
    on shared.category_code = categories.category_code
left join {{ ref('land_use_classes') }} as classes
    on shared.land_use_code = classes.land_use_code
cross join {{ source('raw', 'grid') }} as grid

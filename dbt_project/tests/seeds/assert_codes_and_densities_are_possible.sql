-- Codes fit the bytes in which rasters keep them, densities are not negative, managed
-- groups exist.
select
    'dbt_project/seeds/land_use_classes.csv: land_use_code ' || land_use_code
    || ' does not lie in 1 to 254' as problem
from {{ ref('land_use_classes') }}
where land_use_code not between 1 and 254
union all
select
    'dbt_project/seeds/vegetation_carbon_density.csv: vegetation_subtype_code '
    || vegetation_subtype_code
    || ' does not lie in 1 to 254' as problem
from {{ ref('vegetation_carbon_density') }}
where vegetation_subtype_code not between 1 and 254
union all
select
    'dbt_project/seeds/vegetation_carbon_density.csv: subtype '
    || vegetation_subtype_code
    || ' has '
    || carbon_density_t_hm2 || ' t/hm2: 0 to 1000 was expected' as problem
from {{ ref('vegetation_carbon_density') }}
where carbon_density_t_hm2 not between 0 and 1000
union all
select
    'dbt_project/seeds/management_approach_definitions.csv: '
    || land_use_group
    || ' is no land_use_group of land_use_classes.csv'
    as problem
from {{ ref('management_approach_definitions') }}
where
    land_use_group not in (
        select classes.land_use_group from {{ ref('land_use_classes') }} as classes
    )
union all
select
    'dbt_project/seeds/coefficient_places.csv: '
    || source
    || ' has a box from '
    || west
    || ' to '
    || east
    || ' and '
    || south || ' to ' || north || ': longitudes and latitudes that ascend were expected' as problem
from {{ ref('coefficient_places') }}
where west >= east or south >= north or west < -180 or east > 180 or south < -90 or north > 90

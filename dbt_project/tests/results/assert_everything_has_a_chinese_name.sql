-- Every result, and every column of it, has a name in Chinese.
-- depends_on: {{ ref('grid_cells') }}, {{ ref('corridors') }}, {{ ref('land_use_by_sink') }}
-- depends_on: {{ ref('bi_sinks') }}, {{ ref('bi_restoration_zones') }}, {{ ref('bi_resistance_weights') }}
-- depends_on: {{ ref('bi_carbon_by_land_use') }}, {{ ref('bi_carbon_by_level') }}, {{ ref('bi_elevation_bands') }}
select
    result,
    column_name
from {{ ref('result_names') }}
where title_zh is null

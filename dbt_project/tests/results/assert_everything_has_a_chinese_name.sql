-- Every result, and every column of it, has a name in Chinese.
-- depends_on: {{ ref('grid_cells') }}, {{ ref('corridors') }}
-- depends_on: {{ ref('land_use_by_sink') }}, {{ ref('bi_sinks') }}
-- depends_on: {{ ref('bi_restoration_zones') }}, {{ ref('bi_resistance_weights') }}
-- depends_on: {{ ref('bi_carbon_by_land_use') }}, {{ ref('bi_carbon_by_level') }}
-- depends_on: {{ ref('bi_elevation_bands') }}
-- depends_on: {{ ref('data_sources') }}, {{ ref('method_settings') }}
-- depends_on: {{ ref('result_layers') }}, {{ ref('legend_classes') }}
-- depends_on: {{ ref('sink_categories') }}, {{ ref('management_approaches') }}
-- depends_on: {{ ref('nep_by_origin') }}, {{ ref('npp_origin') }}
select
    result,
    column_name
from {{ ref('result_names') }}
where title_zh is null

-- Every table of the region's schema, and every column of it, has a comment.
-- depends_on: {{ ref('grid_cells') }}, {{ ref('corridors') }}
-- depends_on: {{ ref('land_use_by_sink') }}, {{ ref('restoration_zones') }}
-- depends_on: {{ ref('region_warnings') }}, {{ ref('region_summary') }}
-- depends_on: {{ ref('data_sources') }}, {{ ref('method_settings') }}
-- depends_on: {{ ref('result_layers') }}, {{ ref('legend_classes') }}
-- depends_on: {{ ref('sink_categories') }}, {{ ref('management_approaches') }}
-- depends_on: {{ ref('nep_by_origin') }}, {{ ref('npp_origin') }}
select
    relation.relname,
    attribute.attname
from pg_class as relation
inner join pg_attribute as attribute
    on relation.oid = attribute.attrelid
where
    relation.relnamespace = '{{ ref('region_summary').schema }}'::regnamespace
    and relation.relname = any({{ text_array(results() if execute else []) }})
    and attribute.attnum > 0
    and not attribute.attisdropped
    and (
        obj_description(relation.oid, 'pg_class') is null
        or col_description(relation.oid, attribute.attnum) is null
    )

-- Every table of the region's schema, and every column of it, has a comment.
-- depends_on: {{ ref('grid_cells') }}, {{ ref('corridors') }}, {{ ref('land_use_by_sink') }}
-- depends_on: {{ ref('restoration_zones') }}, {{ ref('region_warnings') }}, {{ ref('region_summary') }}
select
    relation.relname,
    attribute.attname
from pg_class as relation
inner join pg_attribute as attribute
    on relation.oid = attribute.attrelid
where
    relation.relnamespace = '{{ target.schema }}'::regnamespace
    and relation.relkind in ('r', 'v', 'm')
    and relation.relname not like '%\_\_dbt\_%'
    and attribute.attnum > 0
    and not attribute.attisdropped
    and (
        obj_description(relation.oid, 'pg_class') is null
        or col_description(relation.oid, attribute.attnum) is null
    )

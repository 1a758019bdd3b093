{# One row per value of a raster model: in how many cells it stands. #}
{% macro value_counts(model, name) -%}
select
    (counted.value_count).value::integer as {{ name }},
    sum((counted.value_count).count)::bigint as cells
from (select st_valuecount(rast, 1, true) as value_count from {{ model }}) as counted
group by (counted.value_count).value
{%- endmacro %}

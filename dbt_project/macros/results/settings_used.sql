{# One row per setting of the method: its value in this run, and its place in the list.
   #}
{% macro settings_used() -%}
select
    element.place::integer as place,
    element.given ->> 'setting' as setting,
    element.given ->> 'value' as value
from jsonb_array_elements({{ json_literal(var('settings')) }})
with ordinality as element (given, place)
{%- endmacro %}

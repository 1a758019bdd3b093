{# A value of dbt's variables as a literal of jsonb. #}
{% macro json_literal(value) -%}
'{{ tojson(value) | replace("'", "''") }}'::jsonb
{%- endmacro %}

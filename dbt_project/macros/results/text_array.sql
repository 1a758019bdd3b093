{# A list of names as an array of SQL. #}
{% macro text_array(names) -%}
array[{% for name in names %}'{{ name }}'{{ ', ' if not loop.last }}{% endfor %}]::text []
{%- endmacro %}

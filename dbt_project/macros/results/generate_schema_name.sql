{# Where a node is built: all of them in `wensu_work`, aside. What is a result (a model
   without a schema of its own in its configuration) goes from there to `wensu` when the
   whole run has ended well: sinkbase.publish. Only the documentation shows results where
   readers find them. #}
{% macro generate_schema_name(custom_schema_name, node) -%}
    {%- if custom_schema_name is none and var('is_documentation', false) -%}
        {{ target.schema }}
    {%- else -%}
        {{ target.schema }}_work
    {%- endif -%}
{%- endmacro %}

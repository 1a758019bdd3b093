{# What the project says of every result and of each of its columns, in their order; the
   result itself has place 0 and no column. #}
{% macro descriptions() -%}
{%- set found = [] -%}
{%- for node in graph.nodes.values() if node.resource_type == 'model'
    and node.config.schema is none and node.config.materialized != 'ephemeral' -%}
    {%- do found.append(
        {'result': node.name, 'column_name': none, 'place': 0, 'told': node.description}
    ) -%}
    {%- for column in node.columns.values() -%}
        {%- do found.append({
            'result': node.name,
            'column_name': column.name,
            'place': loop.index,
            'told': column.description,
        }) -%}
    {%- endfor -%}
{%- endfor -%}
{{ return(found) }}
{%- endmacro %}

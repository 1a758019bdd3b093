{# Each result and each of its columns, in order, with what the YAML says of it (as its
   comment in the database does); place 0 and no column for the result itself. Results
   are the models that lie in no schema of their own. #}
{% macro described_results() -%}
{%- set found = [] -%}
{%- for node in graph.nodes.values() if node.resource_type == 'model'
    and node.config.schema is none and node.config.materialized != 'ephemeral' -%}
    {%- do found.append({'result': node.name, 'place': 0, 'told': node.description}) -%}
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

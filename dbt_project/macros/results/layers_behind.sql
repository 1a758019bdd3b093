{# The layers (raw tables) from which each result is computed in this run: dbt's graph,
   walked from the result to the sources. What a switched-off branch of a model names
   does not count: it is not in the graph. #}
{% macro layers_behind() -%}
{%- set found = {} -%}
{%- for node in graph.nodes.values() if node.resource_type == 'model'
    and node.config.schema is none and node.config.materialized != 'ephemeral' -%}
    {%- set tables = [] -%}
    {%- set seen = [node.unique_id] -%}
    {#- the list grows while it is walked -#}
    {%- for unique_id in seen -%}
        {%- if unique_id in graph.sources -%}
            {%- do tables.append(graph.sources[unique_id].name) -%}
        {%- elif unique_id in graph.nodes -%}
            {%- for below in graph.nodes[unique_id].depends_on.nodes if below not in seen -%}
                {%- do seen.append(below) -%}
            {%- endfor -%}
        {%- endif -%}
    {%- endfor -%}
    {%- do found.update({node.name: tables}) -%}
{%- endfor -%}
{{ return(found) }}
{%- endmacro %}

{# Columns of a warning's facts: its kind and values, null where it has none. `count` of
   details decides between the sentence of one and that of several where the number of
   cells does not. #}
{% macro fact(
    kind, layer='null', factor='null', source_number='null', cells='null', share='null',
    value='null', details="'{}'"
) -%}
'{{ kind }}'::text as kind,
    ({{ layer }})::text as layer,
    ({{ factor }})::text as factor,
    ({{ source_number }})::integer as source_number,
    ({{ cells }})::bigint as cells,
    ({{ share }})::double precision as share_percent,
    ({{ value }})::double precision as value,
    ({{ details }})::jsonb as details
{%- endmacro %}

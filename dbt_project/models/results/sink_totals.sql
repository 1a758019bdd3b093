-- One row: number, area and carbon of the sinks of each category, and of the primary and secondary
-- sinks together, apart from the potential ones.
select
    {% for category in ('primary', 'secondary', 'potential') %}
    count(*) filter (where category_code = {{ loop.index }})::integer as {{ category }}_sinks,
    coalesce(sum(area_km2) filter (where category_code = {{ loop.index }}), 0)
    as {{ category }}_sinks_km2,
    {% endfor %}
{% for column in ('nep_total_t_a', 'soil_carbon_t', 'vegetation_carbon_t') %}
coalesce(sum({{ column }}) filter (where category_code < 3), 0) as sinks_{{ column }},
coalesce(sum({{ column }}) filter (where category_code = 3), 0) as potential_{{ column }}
{{- ',' if not loop.last }}
{% endfor %}
from {{ ref('carbon_sinks') }}

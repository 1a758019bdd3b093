{# One row per resistance factor and value: the cells that have it, of those where all
   six factors are known. The values are the grades, or (raw) the surfaces themselves;
   land use has grades only. #}
{% macro counted_factors(raw=false) -%}
{% for factor, surface in resistance_factors().items() -%}
select
    '{{ factor }}' as resistance_factor,
    (counts.value_count).value as factor_value,
    sum((counts.value_count).count)::bigint as cells
from (
    select
        st_valuecount(
            {{ map_algebra('factor * valid', factor='factor.rast', valid='valid.rast') }}, 1, true
        ) as value_count
    from {{ ref(surface if raw and factor != 'land_use' else 'resistance_' ~ factor) }} as factor
    inner join {{ ref('resistance_valid') }} as valid
        on factor.tile_id = valid.tile_id
) as counts
group by (counts.value_count).value
{{ 'union all' if not loop.last }}
{% endfor %}
{%- endmacro %}

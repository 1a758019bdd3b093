-- One row per resistance factor: its entropy, difference coefficient and weight (Table 4).
{% set weights_from = var('resistance_weights') %}
with entropies as (
    select
        fixed.factor_number,
        computed.resistance_factor,
        computed.valid_cells,
        computed.is_constant,
        computed.information_entropy,
        1 - computed.information_entropy as difference_coefficient,
        sum(1 - computed.information_entropy) over () as total
    from {{ ref('resistance_entropy') }} as computed
    inner join {{ ref('resistance_fixed_weights') }} as fixed
        on computed.resistance_factor = fixed.resistance_factor
),

weights as (
    {% if weights_from == 'fixed' %}
    select
        entropies.factor_number,
        entropies.resistance_factor,
        entropies.valid_cells,
        entropies.is_constant,
        'fixed' as weights_from,
        fixed.information_entropy,
        fixed.difference_coefficient,
        fixed.weight
    from entropies
    inner join {{ ref('resistance_fixed_weights') }} as fixed
        on entropies.resistance_factor = fixed.resistance_factor
    {% else %}
    select
        factor_number,
        resistance_factor,
        valid_cells,
        is_constant,
        -- where no factor varies all count alike
        case when total = 0 then 'equal' else '{{ weights_from }}' end as weights_from,
        information_entropy,
        difference_coefficient,
        coalesce(difference_coefficient / nullif(total, 0), 1 / 6.0) as weight
    from entropies
    {% endif %}
)

select
    weights.factor_number,
    weights.resistance_factor,
    weights.information_entropy::double precision as information_entropy,
    weights.difference_coefficient::double precision as difference_coefficient,
    weights.weight::double precision as weight,
    100 * weights.weight::double precision as weight_percent,
    weights.weights_from,
    weights.valid_cells,
    weights.is_constant,
    commonest.grade as commonest_grade,
    100 * commonest.cells::double precision / commonest.valid_cells as commonest_grade_percent
from weights
inner join {{ ref('resistance_commonest_grade') }} as commonest
    on weights.resistance_factor = commonest.resistance_factor

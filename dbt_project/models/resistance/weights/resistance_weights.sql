-- One row per resistance factor: its entropy, difference coefficient and weight (Table 4).
{% set source = 'fixed' if var('resistance_weights') == 'fixed' else 'computed' %}
with entropies as (
    select
        fixed.factor_number,
        computed.resistance_factor,
        computed.valid_cells,
        computed.is_constant,
        {{ source }}.information_entropy,
        fixed.difference_coefficient as fixed_difference,
        fixed.weight as fixed_weight,
        1 - computed.information_entropy as difference,
        sum(1 - computed.information_entropy) over () as total
    from {{ ref('resistance_entropy') }} as computed
    inner join {{ ref('resistance_fixed_weights') }} as fixed
        on computed.resistance_factor = fixed.resistance_factor
),

weights as (
    select
        *,
        {% if source == 'fixed' %}
        fixed_difference as difference_coefficient,
        fixed_weight as weight,
        'fixed' as weights_from
        {% else %}
        difference as difference_coefficient,
        -- where no factor varies all count alike
        coalesce(difference / nullif(total, 0), 1 / 6.0) as weight,
        case when total = 0 then 'equal' else '{{ var("resistance_weights") }}' end as weights_from
        {% endif %}
    from entropies
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

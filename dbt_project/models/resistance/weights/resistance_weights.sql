-- One row per resistance factor: its entropy, difference coefficient and weight (Table 4).
with entropies as (
    select
        fixed.factor_number,
        computed.resistance_factor,
        computed.valid_cells,
        computed.is_constant,
        {% if var('resistance_weights') == 'fixed' %}
        fixed.information_entropy,
        fixed.difference_coefficient,
        fixed.weight,
        'fixed' as weights_from
        {% else %}
        computed.information_entropy,
        1 - computed.information_entropy as difference_coefficient,
        -- where no factor varies all count alike
        coalesce(
            (1 - computed.information_entropy) / nullif(sum(1 - computed.information_entropy) over (), 0),
            1 / 6.0
        ) as weight,
        case
            when sum(1 - computed.information_entropy) over () = 0 then 'equal'
            else '{{ var("resistance_weights") }}'
        end as weights_from
        {% endif %}
    from {{ ref('resistance_entropy') }} as computed
    inner join {{ ref('resistance_fixed_weights') }} as fixed
        on computed.resistance_factor = fixed.resistance_factor
)

select
    entropies.factor_number,
    entropies.resistance_factor,
    entropies.information_entropy::double precision as information_entropy,
    entropies.difference_coefficient::double precision as difference_coefficient,
    entropies.weight::double precision as weight,
    100 * entropies.weight::double precision as weight_percent,
    entropies.weights_from,
    entropies.valid_cells,
    entropies.is_constant,
    commonest.grade as commonest_grade,
    100 * commonest.cells::double precision / commonest.valid_cells as commonest_grade_percent
from entropies
inner join {{ ref('resistance_commonest_grade') }} as commonest
    on entropies.resistance_factor = commonest.resistance_factor

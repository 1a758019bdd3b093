-- One row per resistance factor: its weight, and the mean grade that it gives to the
-- region's cells.
select
    weights.factor_number,
    weights.resistance_factor,
    means.resistance_factor_zh,
    weights.weight,
    weights.weight_percent,
    weights.information_entropy,
    weights.weights_from,
    means.resistance_mean
from {{ ref('resistance_weights') }} as weights
inner join {{ ref('resistance_means') }} as means
    on weights.resistance_factor = means.resistance_factor

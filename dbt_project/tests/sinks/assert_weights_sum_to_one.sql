-- The six weights sum to 1, none is negative, and a constant factor has none unless all
-- are equal or fixed.
select
    sum(weight) as weight_sum,
    min(weight) as least
from {{ ref('resistance_weights') }}
having
    abs(sum(weight) - 1) > 1e-4
    or min(weight) < 0
    or count(*) <> 6
    or bool_or(is_constant and weight <> 0 and weights_from in ('graded', 'raw'))

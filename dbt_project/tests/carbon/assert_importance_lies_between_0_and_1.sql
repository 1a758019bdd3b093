-- Weights that sum to 1 and normalised layers keep the importance within 0 and 1
-- (32-bit rounding aside).
with importance_range as (
    select st_summarystatsagg(rast, 1, true) as stats
    from {{ ref('importance') }}
)

select stats
from importance_range
where
    (stats).min < -1e-6
    or (stats).max > 1e-6
    + {{ var('importance_weight_nep') }}
    + {{ var('importance_weight_vegetation') }}
    + {{ var('importance_weight_soil') }}

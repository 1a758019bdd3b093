-- A zone has a strategy, and it claims a pattern exactly where one fits.
select zone_id
from {{ ref('restoration_zones') }}
where
    strategy is null
    or strategy_zh is null
    or fits is distinct from (pattern_code > 0)

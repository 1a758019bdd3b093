-- One row per factor: information entropy of its values over the cells (entropy weight
-- method, Table 4).
with normalised as (
    select
        resistance_factor,
        cells,
        (factor_value - min(factor_value) over factor)
        / nullif(max(factor_value) over factor - min(factor_value) over factor, 0) as position
    from {{ ref('resistance_factor_values') }}
    window factor as (partition by resistance_factor)
),

proportions as (
    select
        resistance_factor,
        cells,
        sum(cells) over (partition by resistance_factor) as valid_cells,
        position / sum(cells * position) over (partition by resistance_factor) as proportion
    from normalised
)

select
    resistance_factor,
    max(valid_cells)::bigint as valid_cells,
    -- a constant factor has no position: it carries no information, its entropy is 1; 0
    -- ln 0 is 0
    coalesce(
        -sum(cells * proportion * ln(nullif(proportion, 0)))
        / nullif(ln(max(valid_cells)::double precision), 0),
        1
    ) as information_entropy,
    bool_and(proportion is null) as is_constant
from proportions
group by resistance_factor

-- One row per fact about the weights of the resistance factors.
select {{ fact(
    'dominated_factor',
    factor='resistance_factor',
    cells='round(valid_cells * (100 - commonest_grade_percent) / 100)',
    share='commonest_grade_percent',
    value='weight_percent'
) }}
from {{ ref('resistance_weights') }}
where commonest_grade_percent > 99 and weight > 1.0 / 3 and not is_constant
union all
select {{ fact('constant_factor', factor='resistance_factor') }}
from {{ ref('resistance_weights') }}
where is_constant and weights_from in ('graded', 'raw')
union all
select {{ fact('equal_weights') }}
where exists (select from {{ ref('resistance_weights') }} where weights_from = 'equal')

-- One row per sink of any category.
select
    sink_id,
    category_code,
    cells
from {{ ref('settled_sinks') }}
union all
select
    sink_id,
    category_code,
    cells
from {{ ref('potential_sinks') }}

-- One row per category of carbon sinks: what it is and what comes first in it (Table
-- 3).
select
    category_code,
    category,
    category_zh,
    name,
    name_zh,
    description,
    description_zh,
    priority,
    priority_zh,
    source
from {{ ref('sink_category_definitions') }}

-- One row per warning of the load, as the loaders wrote it.
select
    kind,
    layer,
    null::text as factor,
    source_number,
    cells,
    share_percent,
    value,
    details
from {{ source('raw', 'load_warning') }}

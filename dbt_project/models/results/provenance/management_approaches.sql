-- One row per land-use group: how it is managed for carbon (Table 6).
select
    land_use_group,
    land_use_group_zh,
    approaches,
    approaches_zh,
    source
from {{ ref('management_approach_definitions') }}

-- One row per land-use code that the legends of the region's land use can yield.
select distinct code.land_use_code
from {{ ref('stg_load_log') }} as log
cross join lateral unnest(log.land_use_codes) as code (land_use_code)
where log.layer = 'land_use'

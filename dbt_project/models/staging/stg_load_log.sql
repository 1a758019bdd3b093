-- One row per source of a layer: what was loaded from where, its year, kind and
-- licence.
select
    log.layer,
    log.source_number,
    -- a path from the root says more of somebody's machine than of the source
    case
        when log.path ~ '^(/|[A-Za-z]:|~)' then regexp_replace(log.path, '^.*[/\\]', '')
        else log.path
    end as file,
    log.year,
    log.kind,
    log.source_crs as crs,
    log.pixel_m,
    log.source_resolution as resolution,
    log.resampling,
    log.unit,
    log.scale,
    log.offset_value,
    log.note,
    coalesce(nullif(log.note_zh, ''), log.note) as note_zh,
    log.licence,
    log.land_use_codes,
    log.cells_with_value as cells,
    log.share_percent
from {{ source('raw', 'load_log') }} as log
where log.layer not in ('land_use_share', 'npp_origin')

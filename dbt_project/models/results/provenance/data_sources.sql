-- One row per source of a layer: the file, its year and kind, how it became cells, and
-- how many warnings it got.
with warned as (
    select
        layer,
        coalesce(source_number, 1) as source_number,
        count(*) as warnings
    from {{ source('raw', 'load_warning') }}
    group by layer, coalesce(source_number, 1)
)

select
    log.layer,
    log.source_number,
    log.file,
    log.year,
    log.kind,
    log.crs,
    log.pixel_m,
    log.resolution,
    log.resampling,
    log.unit,
    log.scale,
    log.offset_value,
    log.note,
    log.note_zh,
    log.licence,
    log.cells,
    log.share_percent,
    coalesce(warned.warnings, 0)::integer as warnings
from {{ ref('stg_load_log') }} as log
left join warned
    on log.layer = warned.layer and log.source_number = warned.source_number

-- One row per fact about the sources of the layers: modelled, coarser than the cells,
-- put together from several.
with sources as (
    select
        log.*,
        grid.cell_size_m
    from {{ ref('stg_load_log') }} as log
    cross join {{ source('raw', 'grid') }} as grid
    where log.cells > 0
)

select {{ fact(
    'modelled',
    layer='layer',
    source_number='source_number',
    cells='cells',
    share='share_percent',
    details="jsonb_build_object("
        ~ "'note', coalesce(nullif(rtrim(note, '. '), ''), file),"
        ~ " 'note_zh', coalesce(nullif(rtrim(note_zh, '. 。'), ''), file))"
) }}
from sources
where kind = 'modelled'
union all
select {{ fact(
    'coarse_source',
    layer='layer',
    source_number='source_number',
    cells='cells',
    share='share_percent',
    value='pixel_m',
    details="jsonb_build_object('cell', cell_size_m)"
) }}
from sources
where pixel_m > cell_size_m
union all
select {{ fact(
    'coarse_points',
    layer='layer',
    source_number='source_number',
    cells='cells',
    share='share_percent',
    details="jsonb_build_object('resolution', resolution)"
) }}
from sources
where pixel_m is null and (layer = 'soil' or resolution like '%points%')
union all
select {{ fact(
    'several_sources',
    layer='layer',
    details="jsonb_build_object("
        ~ "'number', count(*), 'shares', jsonb_agg(share_percent order by source_number))"
) }}
from sources
group by layer
having count(*) > 1

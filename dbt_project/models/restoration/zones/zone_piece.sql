-- One row per tile: number of the restoration zone's piece, 8-connected cells of one
-- sink and one pattern.
with sink_pattern as (
    select
        sink.tile_id,
        {{ map_algebra(
            'where(sink > 0, sink * 100 + pattern, none)',
            constants={'none': 'null'},
            pixel_type='32BUI',
            sink='sink.rast',
            pattern='pattern.rast'
        ) }} as rast
    from {{ ref('sink_number') }} as sink
    inner join {{ ref('restoration_pattern') }} as pattern
        on sink.tile_id = pattern.tile_id
)

{{ label_patches('sink_pattern') }}

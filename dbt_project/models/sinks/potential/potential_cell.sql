-- One row per tile: 1 where a potential sink can lie, 0 elsewhere in the region: near
-- the sinks by resistance and between primaries and secondaries, of low importance,
-- neither cultivated nor of land use that is excluded.
with limits as (
    select
        coalesce(
            max(upper_limit) filter (
                where surface = 'mcr' and class <= {{ var('potential_levels') }}
            ), -1
        ) as mcr_limit,
        coalesce(max(upper_limit) filter (where surface = 'between' and class = 1), -1)
        as between_limit,
        -- without primaries or secondaries nothing lies between them: the other
        -- conditions decide
        (count(*) filter (where surface = 'between') > 0)::integer as has_between
    from {{ ref('mcr_breaks') }}
),

excluded as (
    select
        array_agg(land_use_code) as codes,
        array_agg(
            (land_use_code = any(array{{ var('potential_excludes') | list }}::integer []))::integer
            ::double precision
        ) as flags
    from {{ ref('land_use_classes') }}
)

select
    sink.tile_id,
    {{ map_algebra(
        'where(sink == 0 and coalesce(mcr <= mcr_limit, 0) and coalesce(level < candidate_level, 0)'
        ~ ' and cultivated == 0 and coalesce(excluded == 0, 0)'
        ~ ' and (not has_between or coalesce(between <= between_limit, 0)), 1, 0)',
        constants={
            'mcr_limit': 'limits.mcr_limit',
            'between_limit': 'limits.between_limit',
            'has_between': 'limits.has_between',
            'candidate_level': var('candidate_level'),
        },
        pixel_type='8BUI',
        sink='sink.rast',
        mcr='mcr.rast',
        level='level.rast',
        cultivated='cultivated.rast',
        excluded='sinkbase.lookup(land_use.rast, excluded.codes, excluded.flags)',
        between='between_sum.rast'
    ) }} as rast
from {{ ref('settled_sink_number') }} as sink
inner join {{ ref('mcr') }} as mcr
    on sink.tile_id = mcr.tile_id
inner join {{ ref('importance_level') }} as level
    on sink.tile_id = level.tile_id
inner join {{ ref('cultivated') }} as cultivated
    on sink.tile_id = cultivated.tile_id
inner join {{ ref('land_use') }} as land_use
    on sink.tile_id = land_use.tile_id
inner join {{ ref('between') }} as between_sum
    on sink.tile_id = between_sum.tile_id
cross join limits
cross join excluded

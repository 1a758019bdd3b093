-- No cell of a potential sink has land use that is excluded, or the level of a candidate.
with taken as (
    select
        category.tile_id,
        {{ map_algebra(
            'where(category == 3, 1000 * coalesce(level, 0) + coalesce(land_use, 0), none)',
            constants={'none': 'null'},
            pixel_type='16BSI',
            category='category.rast',
            level='level.rast',
            land_use='land_use.rast'
        ) }} as rast
    from {{ ref('sink_category') }} as category
    inner join {{ ref('importance_level') }} as level
        on category.tile_id = level.tile_id
    inner join {{ ref('land_use') }} as land_use
        on category.tile_id = land_use.tile_id
)

select
    counted.zone / 1000 as importance_level,
    counted.zone % 1000 as land_use_code,
    sum(counted.cells) as cells
from taken
cross join lateral sinkbase.zonal_sums(taken.rast, null) as counted
where
    counted.zone % 1000 = any(array{{ var('potential_excludes') | list }}::integer [])
    or counted.zone / 1000 >= {{ var('candidate_level') }}
group by counted.zone

-- One row per tile: 1 for cells of a patch that is taken whole and for candidate cells
-- of the others, 0 elsewhere in the region (step 2 of the sinks).
with whole_patches as (
    select
        coalesce(array_agg(patch), '{}') as patches,
        coalesce(array_agg(1::double precision), '{}') as ones
    from {{ ref('land_use_patches') }}
    where candidate_share >= {{ var('patch_share') }} and candidate_cells > 0
)

select
    candidate.tile_id,
    {{ map_algebra(
        'maximum(candidate, coalesce(is_whole, 0))',
        pixel_type='8BUI',
        candidate='candidate.rast',
        is_whole='sinkbase.lookup(patch.rast, whole_patches.patches, whole_patches.ones)'
    ) }} as rast
from {{ ref('sink_candidate') }} as candidate
inner join {{ ref('land_use_patch') }} as patch
    on candidate.tile_id = patch.tile_id
cross join whole_patches

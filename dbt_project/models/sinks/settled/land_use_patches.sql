-- One row per land-use patch: its cells, and how many of them are candidates.
select
    cell.patch::integer as patch,
    count(*) as cells,
    count(*) filter (where cell.is_candidate = 1) as candidate_cells,
    count(*) filter (where cell.is_candidate = 1)::double precision / count(*) as candidate_share
from {{ ref('land_use_patch') }} as patch
inner join {{ ref('sink_candidate') }} as candidate
    on patch.tile_id = candidate.tile_id
cross join
    lateral unnest(
        st_dumpvalues(patch.rast, 1), st_dumpvalues(candidate.rast, 1)
    ) as cell (patch, is_candidate)
where cell.patch is not null
group by cell.patch

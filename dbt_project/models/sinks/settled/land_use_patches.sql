-- One row per land-use patch: its cells, and how many of them are candidates.
with cells as (
    {{ cells_of({'patch': ref('land_use_patch'), 'is_candidate': ref('sink_candidate')}) }}
)

select
    patch::integer as patch,
    count(*) as cells,
    count(*) filter (where is_candidate = 1) as candidate_cells,
    count(*) filter (where is_candidate = 1)::double precision / count(*) as candidate_share
from cells
where patch is not null
group by patch

-- One row per cell of a sink: its sink and what it holds.
with cells as (
    {{ cells_of({
        'sink_id': ref('sink_number'),
        'land_use_code': ref('land_use'),
        'importance_level': ref('importance_level'),
        'npp_origin_code': ref('npp_origin'),
        'nep_gc_m2_a': ref('nep'),
        'soil_carbon_kgc_m2': ref('soil_carbon'),
        'vegetation_carbon_t_hm2': ref('vegetation_carbon'),
        'pattern_code': ref('restoration_pattern'),
        'zone_piece': ref('zone_piece'),
    }) }}
)

select
    sink_id::integer as sink_id,
    land_use_code::integer as land_use_code,
    importance_level::integer as importance_level,
    npp_origin_code::integer as npp_origin_code,
    nep_gc_m2_a,
    soil_carbon_kgc_m2,
    vegetation_carbon_t_hm2,
    pattern_code::integer as pattern_code,
    zone_piece::integer as zone_piece
from cells
where sink_id > 0

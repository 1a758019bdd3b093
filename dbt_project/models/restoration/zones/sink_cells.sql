-- One row per cell of a sink: its sink and what it holds.
select
    cell.sink_id::integer as sink_id,
    cell.land_use_code::integer as land_use_code,
    cell.importance_level::integer as importance_level,
    cell.nep_gc_m2_a,
    cell.soil_carbon_kgc_m2,
    cell.vegetation_carbon_t_hm2,
    cell.zone_piece::integer as zone_piece
from {{ ref('sink_number') }} as sink
inner join {{ ref('land_use') }} as land_use
    on sink.tile_id = land_use.tile_id
inner join {{ ref('importance_level') }} as importance_level
    on sink.tile_id = importance_level.tile_id
inner join {{ ref('nep') }} as nep
    on sink.tile_id = nep.tile_id
inner join {{ ref('soil_carbon') }} as soil
    on sink.tile_id = soil.tile_id
inner join {{ ref('vegetation_carbon') }} as vegetation
    on sink.tile_id = vegetation.tile_id
inner join {{ ref('zone_piece') }} as zone_piece
    on sink.tile_id = zone_piece.tile_id
cross join
    lateral unnest(
        st_dumpvalues(sink.rast, 1),
        st_dumpvalues(land_use.rast, 1),
        st_dumpvalues(importance_level.rast, 1),
        st_dumpvalues(nep.rast, 1),
        st_dumpvalues(soil.rast, 1),
        st_dumpvalues(vegetation.rast, 1),
        st_dumpvalues(zone_piece.rast, 1)
    ) as cell (
        sink_id, land_use_code, importance_level, nep_gc_m2_a, soil_carbon_kgc_m2, vegetation_carbon_t_hm2, zone_piece
    )
where cell.sink_id > 0

-- One row: the tiles of the grid as arrays in one order, as the functions for corridors
-- take them.
{{ config(materialized='ephemeral') }}
select
    array_agg(resistance.tile_id order by resistance.tile_id) as tile_ids,
    array_agg(resistance.rast order by resistance.tile_id) as resistances,
    array_agg(sink.rast order by resistance.tile_id) as sinks,
    array_agg(field.nearest order by resistance.tile_id) as nearest
from {{ ref('resistance') }} as resistance
inner join {{ ref('settled_sink_number') }} as sink
    on resistance.tile_id = sink.tile_id
inner join {{ ref('mcr_field') }} as field
    on resistance.tile_id = field.tile_id

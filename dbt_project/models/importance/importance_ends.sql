-- One row per layer of the importance and end of its range: what hangs on the most
-- extreme cell there. No row where the range is not that of the region's own least and
-- greatest values.
{% if var('importance_stretch') == 'minmax' %}
with known as (
    -- a layer without any value leaves nothing to try
    select bool_and(coalesce(valid_cells, 0) > 0) as is_known
    from {{ ref('importance_extremes') }}
),

tiles as (
    select
        {% for layer in importance_layers() %}
        (select array_agg(rast order by tile_id) from {{ ref(layer) }} where known.is_known)
        as {{ layer }}
        {{- ',' if not loop.last }}
        {% endfor %}
    from known
)

select ends.*
from tiles
cross join lateral sinkbase.importance_sensitivity(
    tiles.nep,
    tiles.vegetation_carbon,
    tiles.soil_carbon,
    array[
        {% for layer in importance_layers() %}
        {{ var('importance_weight_' ~ importance_layers()[layer]) }}{{ ',' if not loop.last }}
        {% endfor %}
    ]::double precision [],
    {{ var('importance_classes') }}
) as ends
{% else %}
select
    null::text as layer,
    null::text as which_end,
    null::double precision as extreme_value,
    null::double precision as next_value,
    null::bigint as changed_cells,
    null::double precision as changed_percent
where false
{% endif %}

-- One row per layer that enters the importance: its range over the region, the ends
-- between which it is normalised (setting importance_stretch) and its weight (Eq. 4 and
-- 5).
{% set stretch = var('importance_stretch') %}
with ranges as (
    {% for layer in importance_layers() %}
    {% set word = importance_layers()[layer] %}
    select
        '{{ layer }}' as layer,
        {{ statistics_of(ref(layer)) }} as stats,
        {{ var('importance_weight_' ~ word) }}::double precision as weight,
        {% if stretch == 'reference' %}
        array[
            {{ var('reference_' ~ word ~ '_low') }}, {{ var('reference_' ~ word ~ '_high') }}
        ]::double precision [] as ends
        {% elif stretch == 'percentile' %}
        sinkbase.raster_percentiles(array(select rast from {{ ref(layer) }}), array[0.01, 0.99])
        as ends
        {% else %}
        null::double precision [] as ends
        {% endif %}
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

ends as (
    select
        layer,
        weight,
        (stats).count as valid_cells,
        (stats).min as minimum,
        (stats).max as maximum,
        coalesce(ends[1], (stats).min) as low,
        coalesce(ends[2], (stats).max) as high
    from ranges
)

select
    layer,
    valid_cells,
    minimum,
    maximum,
    low,
    high,
    -- between equal ends a layer carries no information: a weight of 0 leaves it out
    coalesce(high <= low, false) as is_constant,
    case when high <= low then 0 else weight end as weight,
    coalesce(nullif(high - low, 0), 1) as divisor
from ends

-- No raster result has a value where the region's mask has none.
{% for result in raster_results() %}
select
    '{{ result }}' as result,
    result.tile_id
from {{ ref(result) }} as result
inner join {{ source('raw', 'inside') }} as mask
    on result.tile_id = mask.tile_id
where (
    st_summarystats(
        {{ map_algebra(
            'present(value) * (1 - present(inside))', value='result.rast', inside='mask.rast'
        ) }}
    )
).sum > 0
{% if not loop.last %}union all{% endif %}
{% endfor %}

-- Every raster result stands in raster_columns with the region's SRID and its
-- alignment.
{% for result in raster_results() %}
-- depends_on: {{ ref(result) }}
{% endfor %}
select expected.result
from (
    values
    {% for result in raster_results() %}('{{ result }}'){{ ',' if not loop.last }}
    {% endfor %}
) as expected (result)
cross join {{ source('raw', 'grid') }} as grid
left join raster_columns as registered
    on
        registered.r_table_schema = '{{ ref('nep').schema }}'
        and registered.r_table_name = expected.result
where
    registered.srid is distinct from grid.srid
    or registered.scale_x is distinct from grid.cell_size_m
    or registered.same_alignment is distinct from true

-- One row per raster result: how many cells of the region have a value.
{% for result in raster_results() %}
select
    '{{ result }}' as result,
    coalesce(({{ statistics_of(ref(result)) }}).count, 0) as cells
{{ 'union all' if not loop.last }}
{% endfor %}

{# At the end of a build: overviews of the raster results, where they are big. Not a
   hook of each model: it reads raster_columns, which locks every raster table for a
   moment, and models that run side by side would deadlock. #}
{% macro make_overviews() -%}
{% if flags.WHICH == 'build' %}
select count(sinkbase.make_overviews(result))
from unnest(array[
    {%- for result in raster_results() %}
    to_regclass('{{ target.schema }}.{{ result }}'){{ ', ' if not loop.last }}
    {%- endfor %}
]) as result
where result is not null
{% else %}
select 1
{% endif %}
{%- endmacro %}

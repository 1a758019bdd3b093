-- One row per tile: annual accumulated temperature, degC d: months at or above the
-- threshold times their days.
{% set days = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] %}
{% set months = [] %}
{% for day_count in days %}
{% set month = 'temperature[' ~ loop.index ~ ']' %}
{% do months.append('where(' ~ month ~ ' >= threshold, ' ~ month ~ ' * ' ~ day_count ~ ', 0)') %}
{% endfor %}
select
    temperature.tile_id,
    {{ map_algebra(
        months | join(' + '),
        constants={'threshold': var('accumulated_temperature_threshold')},
        temperature='temperature.rast'
    ) }} as rast
from {{ ref('stg_temperature') }} as temperature

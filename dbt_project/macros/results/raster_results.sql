{# The raster results of the region, by name; later stages add theirs here. #}
{% macro raster_results() -%}
{{ return([
    'elevation', 'slope', 'land_use',
    'accumulated_temperature', 'annual_precipitation', 'population_density',
    'npp', 'npp_origin', 'heterotrophic_respiration', 'nep',
    'topsoil_organic_carbon', 'topsoil_inorganic_carbon',
    'subsoil_organic_carbon', 'subsoil_inorganic_carbon',
    'soil_carbon', 'vegetation_carbon', 'importance', 'importance_level',
    'resistance_slope', 'resistance_elevation', 'resistance_land_use',
    'resistance_temperature', 'resistance_precipitation', 'resistance_population', 'resistance',
    'mcr', 'sink_category', 'nearest_sink', 'corridor_overlap', 'pinch_point',
]) }}
{%- endmacro %}

{# One row per value above 0 of a raster model: its cells as one multipolygon of the
   region's SRID. The SRID is written out, so that the geometry column is typed. #}
{% macro polygons(model, name) -%}
select
    (dumped.polygon).val::integer as {{ name }},
    st_multi(st_union((dumped.polygon).geom))::{{ geometry_type('multipolygon') }} as geom
from (
    select st_dumpaspolygons(rast, 1, true) as polygon
    from {{ model }}
) as dumped
-- GDAL polygonises in 32-bit floats: the nodata value of a 32-bit code comes out
-- rounded, as a polygon
where (dumped.polygon).val between 1 and 1e9
group by (dumped.polygon).val
{%- endmacro %}

{# Columns of a dashboard's view: area and carbon of the cells of a group; joins
   region_summary for the size of a cell. #}
{% macro cell_sums(cells='cells', summary='summary') -%}
count(*) as cells,
    count(*) * max({{ summary }}.cell_size_m) ^ 2 / 1e6 as area_km2,
    avg({{ cells }}.nep_gc_m2_a) as nep_mean_gc_m2_a,
    sum({{ cells }}.nep_gc_m2_a) * max({{ summary }}.cell_size_m) ^ 2 / 1e6 as nep_total_t_a,
    sum({{ cells }}.soil_carbon_kgc_m2) * max({{ summary }}.cell_size_m) ^ 2 / 1e3 as soil_carbon_t,
    sum({{ cells }}.vegetation_carbon_t_hm2) * max({{ summary }}.cell_size_m) ^ 2 / 1e4
    as vegetation_carbon_t
{%- endmacro %}

-- One row per fact about results without a value: in some cells, in all cells, beyond
-- the reference values, or without a row a cell.
with surfaces as (
    select
        surface_cells.result,
        surface_cells.cells,
        summary.cells as region_cells
    from {{ ref('surface_cells') }} as surface_cells
    cross join {{ ref('region_summary') }} as summary
    -- said in words of their own where they lack a value
    where surface_cells.result not in ('mcr', 'nearest_sink', 'importance_level')
)

select {{ fact(
    'incomplete_surface',
    details="jsonb_build_object('surfaces', jsonb_agg(result order by result))"
) }}
from surfaces
where cells > 0 and cells < region_cells
having count(*) > 0
union all
select {{ fact(
    'empty_surface', details="jsonb_build_object('surfaces', jsonb_agg(result order by result))"
) }}
from surfaces
where cells = 0
having count(*) > 0
{% if var('importance_stretch') == 'reference' %}
{% for layer in importance_layers() %}
union all
select {{ fact(
    'beyond_reference',
    layer="'" ~ layer ~ "'",
    cells='count(*)',
    share='100.0 * count(*) / extremes.valid_cells',
    details="jsonb_build_object('low', extremes.low, 'high', extremes.high)"
) }}
from {{ ref(layer) }} as surface
cross join lateral unnest(st_dumpvalues(surface.rast, 1)) as cell_value
inner join {{ ref('importance_extremes') }} as extremes
    on extremes.layer = '{{ layer }}' and (cell_value < extremes.low or cell_value > extremes.high)
group by extremes.valid_cells, extremes.low, extremes.high
{% endfor %}
{% endif %}
union all
select {{ fact('no_cell_rows', cells='cells', value=var('grid_cells_limit')) }}
from {{ ref('region_summary') }}
where cells > {{ var('grid_cells_limit') }}

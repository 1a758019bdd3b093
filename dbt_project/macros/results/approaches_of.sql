{# One row per value of `key`: how the land-use groups in its cells are managed, the
   widest group first (Table 6). `cells` is a common table expression with that key and
   a land_use_code. #}
{% macro approaches_of(cells, key) -%}
select
    groups.{{ key }},
    string_agg(
        approaches.land_use_group || ': ' || approaches.approaches, '; '
        order by groups.cells desc, approaches.land_use_group asc
    ) as approaches,
    string_agg(
        approaches.land_use_group_zh || '：' || approaches.approaches_zh, '；'
        order by groups.cells desc, approaches.land_use_group asc
    ) as approaches_zh
from (
    select
        cell.{{ key }},
        classes.land_use_group,
        count(*) as cells
    from {{ cells }} as cell
    inner join {{ ref('land_use_classes') }} as classes
        on cell.land_use_code = classes.land_use_code
    group by cell.{{ key }}, classes.land_use_group
) as groups
inner join {{ ref('management_approach_definitions') }} as approaches
    on groups.land_use_group = approaches.land_use_group
group by groups.{{ key }}
{%- endmacro %}

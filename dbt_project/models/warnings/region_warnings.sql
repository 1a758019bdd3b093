-- One row per thing that a reader of the results must know: what was absent, constant or not found.
with sink_counts as (
    select
        count(*) filter (where category_code = 1) as primaries,
        count(*) filter (where category_code = 2) as secondaries,
        count(*) filter (where category_code = 3) as potentials
    from {{ ref('sinks') }}
),

warnings as (
    select
        1 as place,
        'soil carbon is organic carbon alone: the soil source knows no carbonate' as warning,
        '土壤碳仅含有机碳：土壤数据不含碳酸盐' as warning_zh
    where '{{ var("inorganic_carbon") }}' = 'absent'
    union all
    select
        2 as place,
        'the layer ' || extremes.layer || ' is constant and adds nothing to the importance' as warning,
        '“' || titles.title_zh || '”为常数，对重要性无贡献' as warning_zh
    from {{ ref('importance_extremes') }} as extremes
    inner join {{ ref('result_titles') }} as titles
        on extremes.layer = titles.result
    where extremes.is_constant
    union all
    select
        3 as place,
        'the resistance factor ' || weights.resistance_factor || ' is constant: its weight is 0' as warning,
        '“' || titles.title_zh || '”为常数，权重为 0' as warning_zh
    from {{ ref('resistance_weights') }} as weights
    inner join {{ ref('result_titles') }} as titles
        on 'resistance_' || weights.resistance_factor = titles.result
    where weights.is_constant and weights.weights_from in ('graded', 'raw')
    union all
    select
        4 as place,
        'no resistance factor varies: all six have the same weight' as warning,
        '所有阻力因子均为常数，六个因子权重相等' as warning_zh
    where exists (select from {{ ref('resistance_weights') }} where weights_from = 'equal')
    union all
    select
        5 as place,
        'no primary sink was found: potential sinks are not only between primaries and secondaries' as warning,
        '未识别出碳汇腹地：碳汇潜力带不再限于腹地与重要区之间' as warning_zh
    from sink_counts
    where primaries = 0
    union all
    select
        6 as place,
        'no secondary sink was found: potential sinks are not only between primaries and secondaries' as warning,
        '未识别出碳汇重要区：碳汇潜力带不再限于腹地与重要区之间' as warning_zh
    from sink_counts
    where secondaries = 0
    union all
    select
        7 as place,
        'no sink was found: there is no minimum cumulative resistance, potential sink, corridor or zone' as warning,
        '未识别出碳汇：无最小累积阻力、潜力带、廊道与修复分区' as warning_zh
    from sink_counts
    where sink_counts.primaries + sink_counts.secondaries = 0
    union all
    select
        8 as place,
        'no potential sink was found' as warning,
        '未识别出碳汇潜力带' as warning_zh
    from sink_counts
    where potentials = 0 and primaries + secondaries > 0
    union all
    select
        9 as place,
        'there is no road layer: the pattern ' || pattern || ' cannot be assessed' as warning,
        '无道路图层：无法识别“' || pattern_zh || '”模式' as warning_zh
    from {{ ref('restoration_strategies') }}
    where not is_assessable
    union all
    select
        10 as place,
        unreached.cells || ' cells cannot be reached from any sink: their cumulative resistance is missing' as warning,
        unreached.cells || ' 个像元无法从任何碳汇到达，其累积阻力缺失' as warning_zh
    from (
        select
            (select (st_summarystatsagg(rast, 1, true)).count from {{ ref('resistance') }})
            - (select (st_summarystatsagg(rast, 1, true)).count from {{ ref('mcr') }}) as cells
    ) as unreached
    cross join sink_counts
    where unreached.cells > 0 and sink_counts.primaries + sink_counts.secondaries > 0
    union all
    select
        11 as place,
        'no path joins a primary to a secondary sink: potential sinks are not only between them' as warning,
        '碳汇腹地与重要区之间无路径相连：碳汇潜力带不再限于二者之间' as warning_zh
    from sink_counts
    where
        primaries > 0 and secondaries > 0
        and not exists (select from {{ ref('mcr_breaks') }} as breaks where breaks.surface = 'between')
        and exists (select from {{ ref('mcr_breaks') }} as breaks where breaks.surface = 'mcr')
    union all
    select
        12 as place,
        lacking.cells || ' cells of the sinks have no ' || lacking.layer || ': the sums of the sinks leave them out'
        as warning,
        '碳汇中有 ' || lacking.cells || ' 个像元缺少“' || titles.title_zh || '”，碳汇合计未计入' as warning_zh
    from (
        select
            'nep' as layer,
            count(*) filter (where nep_gc_m2_a is null) as cells
        from {{ ref('sink_cells') }}
        union all
        select
            'soil_carbon' as layer,
            count(*) filter (where soil_carbon_kgc_m2 is null) as cells
        from {{ ref('sink_cells') }}
        union all
        select
            'vegetation_carbon' as layer,
            count(*) filter (where vegetation_carbon_t_hm2 is null) as cells
        from {{ ref('sink_cells') }}
    ) as lacking
    inner join {{ ref('result_titles') }} as titles
        on lacking.layer = titles.result
    where lacking.cells > 0
)

select
    row_number() over (order by place, warning)::integer as warning_id,
    warning,
    warning_zh
from warnings

-- One row per restoration pattern: its strategy, and the zones, area, carbon and land use that it has here (Table 10).
with totals as (
    select
        pattern_code,
        count(*) as zones,
        sum(area_km2) as area_km2,
        sum(mean_nep_gc_m2_a * nep_cells) / nullif(sum(nep_cells), 0) as mean_nep_gc_m2_a,
        sum(carbon_t) as carbon_t
    from {{ ref('zones') }}
    group by pattern_code
),

uses as (
    select
        zones.pattern_code,
        classes.land_use_subtype,
        100.0 * count(*) / sum(count(*)) over (partition by zones.pattern_code) as share_percent
    from {{ ref('sink_cells') }} as cell
    inner join {{ ref('zones') }} as zones
        on cell.zone_piece = zones.zone_piece
    inner join {{ ref('land_use_classes') }} as classes
        on cell.land_use_code = classes.land_use_code
    group by zones.pattern_code, classes.land_use_subtype
),

land_use as (
    select
        pattern_code,
        string_agg(
            land_use_subtype || ' ' || round(share_percent, 1) || ' %', ', ' order by share_percent desc
        ) as land_use
    from uses
    where share_percent >= 1
    group by pattern_code
)

select
    patterns.pattern_code,
    categories.category,
    categories.category_zh,
    patterns.pattern,
    patterns.pattern_zh,
    patterns.strategy,
    patterns.strategy_zh,
    patterns.measures,
    patterns.measures_zh,
    not patterns.needs_road or {{ var('roads') == 'present' }} as is_assessable,
    coalesce(totals.zones, 0)::integer as zones,
    coalesce(totals.area_km2, 0) as area_km2,
    100 * coalesce(totals.area_km2, 0) / nullif(sum(totals.area_km2) over (), 0) as share_percent,
    land_use.land_use,
    totals.mean_nep_gc_m2_a,
    coalesce(totals.carbon_t, 0) as carbon_t
from {{ ref('restoration_patterns') }} as patterns
inner join {{ ref('sink_categories') }} as categories
    on patterns.category_code = categories.category_code
left join totals
    on patterns.pattern_code = totals.pattern_code
left join land_use
    on patterns.pattern_code = land_use.pattern_code

-- One row per category of sinks and pattern that occurs: land-use subtypes in its zones
-- with their shares.
with uses as (
    select
        zones.category_code,
        zones.pattern_code,
        classes.land_use_subtype,
        100.0 * count(*)
        / sum(count(*)) over (partition by zones.category_code, zones.pattern_code) as share_percent
    from {{ ref('sink_cells') }} as cell
    inner join {{ ref('zones') }} as zones
        on cell.zone_piece = zones.zone_piece
    inner join {{ ref('land_use_classes') }} as classes
        on cell.land_use_code = classes.land_use_code
    group by zones.category_code, zones.pattern_code, classes.land_use_subtype
)

select
    category_code,
    pattern_code,
    string_agg(
        land_use_subtype || ' ' || round(share_percent, 1) || ' %', ', '
        order by share_percent desc, land_use_subtype asc
    ) as land_use
from uses
where share_percent >= 1
group by category_code, pattern_code

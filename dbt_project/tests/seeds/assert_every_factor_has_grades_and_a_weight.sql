-- The six resistance factors, and no others, have grades and a fixed weight; land use
-- has one for each group.
with factors as (
    select unnest(
        array['slope', 'elevation', 'land_use', 'temperature', 'precipitation', 'population']
    ) as resistance_factor
),

seeds as (
    select
        'resistance_levels' as seed,
        resistance_factor
    from {{ ref('resistance_levels') }}
    union
    select
        'resistance_fixed_weights' as seed,
        resistance_factor
    from {{ ref('resistance_fixed_weights') }}
),

groups as (
    select
        coalesce(classes.land_use_group, levels.land_use_group) as land_use_group,
        classes.land_use_group is not null as is_known,
        count(levels.resistance) as grades
    from (select distinct land_use_group from {{ ref('land_use_classes') }}) as classes
    full outer join
        (
            select * from {{ ref('resistance_levels') }} where resistance_factor = 'land_use'
        ) as levels
        on classes.land_use_group = levels.land_use_group
    group by classes.land_use_group, levels.land_use_group
),

weights as (
    select sum(weight) as total
    from {{ ref('resistance_fixed_weights') }}
)

select
    'dbt_project/seeds/' || coalesce(seeds.seed, expected.seed) || '.csv: the factor '
    || coalesce(seeds.resistance_factor, expected.resistance_factor)
    || case when seeds.seed is null then ' has no row' else ' is not one of the six' end as problem
from seeds
full outer join
    (
        select
            seed_names.seed,
            factors.resistance_factor
        from factors
        cross join (select distinct seeds.seed from seeds) as seed_names
    ) as expected
    on seeds.seed = expected.seed and seeds.resistance_factor = expected.resistance_factor
where seeds.seed is null or expected.seed is null
union all
select
    'dbt_project/seeds/resistance_levels.csv: land_use '
    || coalesce(land_use_group, 'without a group')
    || case
        when not is_known then ' is no group of land_use_classes.csv'
        else ' has ' || grades || ' rows, one was expected'
    end as problem
from groups
where not is_known or grades <> 1
union all
select
    'dbt_project/seeds/resistance_levels.csv: '
    || resistance_factor
    || ' has the resistance '
    || resistance
    || ': it must be above 0, or paths over it would cost nothing' as problem
from {{ ref('resistance_levels') }}
where resistance <= 0
union all
select
    'dbt_project/seeds/resistance_fixed_weights.csv: '
    || resistance_factor
    || ' has the weight '
    || weight
    || ': 0 to 1 was expected' as problem
from {{ ref('resistance_fixed_weights') }}
where weight < 0 or weight > 1
union all
select
    'dbt_project/seeds/resistance_fixed_weights.csv: the weights sum to ' || total
    || ', not to 1' as problem
from weights
where abs(total - 1) > 0.001

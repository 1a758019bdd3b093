-- Each requirement of a pattern can be met: its pattern and its codes exist, and its
-- least share is one share.
with requirements as (
    select
        'dbt_project/seeds/pattern_requirements.csv: pattern ' || pattern_code
        || ', requirement ' || requirement_number as place,
        *
    from {{ ref('pattern_requirements') }}
)

select requirements.place || ': restoration_patterns.csv has no such pattern' as problem
from requirements
left join {{ ref('restoration_patterns') }} as patterns
    on requirements.pattern_code = patterns.pattern_code
where patterns.pattern_code is null
union
select
    requirements.place
    || ': land_use_classes.csv has no code '
    || requirements.land_use_code as problem
from requirements
left join {{ ref('land_use_classes') }} as classes
    on requirements.land_use_code = classes.land_use_code
where classes.land_use_code is null
union
select place || ', code ' || land_use_code || ' stands twice' as problem
from requirements
group by place, land_use_code
having count(*) > 1
union
select
    place
    || ': least_share is '
    || least_share
    || ', a share above 0 and not above 1 was expected' as problem
from requirements
where least_share <= 0 or least_share > 1
union
select
    place || ': least_share is ' || min(least_share) || ' in one row and ' || max(least_share)
    || ' in another; the codes of a requirement are counted together and have one share' as problem
from requirements
group by place
having min(least_share) <> max(least_share)

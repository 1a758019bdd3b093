-- One row per pattern and requirement: its codes, the least share that they need
-- together, and whether the region's legends can yield one of them.
select
    requirements.pattern_code,
    requirements.requirement_number,
    array_agg(requirements.land_use_code order by requirements.land_use_code) as codes,
    max(requirements.least_share) as least_share,
    bool_or(codes.land_use_code is not null) as can_be_met
from {{ ref('pattern_requirements') }} as requirements
left join {{ ref('land_use_codes_here') }} as codes
    on requirements.land_use_code = codes.land_use_code
group by requirements.pattern_code, requirements.requirement_number

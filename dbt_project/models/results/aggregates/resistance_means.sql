-- One row per resistance factor: the mean grade that it gives to the region's cells.
with means as (
    {% for factor in resistance_factors() %}
    select
        '{{ factor }}' as resistance_factor,
        ({{ statistics_of(ref('resistance_' ~ factor)) }}).mean as resistance_mean
    {{ 'union all' if not loop.last }}
    {% endfor %}
)

select
    means.resistance_factor,
    titles.title_zh as resistance_factor_zh,
    means.resistance_mean
from means
inner join {{ ref('result_titles') }} as titles
    on titles.result = 'resistance_' || means.resistance_factor

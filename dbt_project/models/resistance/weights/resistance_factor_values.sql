-- One row per factor and value: the cells that have it, of those where all six factors
-- are known. The values are the grades, or the surfaces themselves when the setting
-- resistance_weights is `raw` (land use has grades only).
{% if var('resistance_weights') == 'raw' %}
{{ counted_factors(raw=true) }}
{% else %}
select
    resistance_factor,
    factor_value,
    cells
from {{ ref('resistance_grade_counts') }}
{% endif %}

-- One row per published table of coefficients that is in use outside the place for
-- which it was found.
with used as (
    select distinct
        'vegetation_carbon' as result,
        density.source
    from {{ ref('vegetation_carbon_density') }} as density
    inner join {{ ref('vegetation_carbon_storage') }} as storage
        on density.vegetation_subtype_code = storage.vegetation_subtype_code
    where storage.cells > 0
    union
    select
        'resistance' as result,
        source
    from {{ ref('resistance_levels') }}
    {% if var('resistance_weights') == 'fixed' %}
    union
    select
        'resistance_weights' as result,
        source
    from {{ ref('resistance_fixed_weights') }}
    {% endif %}
),

centre as (
    select st_transform(st_centroid(geom), 4326) as geom
    from {{ source('raw', 'boundary') }}
)

select {{ fact(
    'foreign_coefficients',
    layer='used.result',
    details="jsonb_build_object('table', used.source,"
        ~ " 'table_zh', replace(used.source, 'Table ', '表 '),"
        ~ " 'place', places.place, 'place_zh', places.place_zh)"
) }}
from used
inner join {{ ref('coefficient_places') }} as places
    on used.source = places.source
cross join centre
where
    st_x(centre.geom) not between places.west and places.east
    or st_y(centre.geom) not between places.south and places.north

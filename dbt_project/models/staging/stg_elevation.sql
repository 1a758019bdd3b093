-- One row per tile: elevation above sea level inside the region, m.
{{ masked('elevation') }}

-- One row per tile: mean temperature of each month, 12 bands inside the region, degC.
{{ masked('temperature') }}

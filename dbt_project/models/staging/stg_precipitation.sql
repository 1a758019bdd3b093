-- One row per tile: total precipitation of each month, 12 bands inside the region, mm.
{{ masked('precipitation') }}

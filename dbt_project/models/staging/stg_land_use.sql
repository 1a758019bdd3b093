-- One row per tile: land use inside the region, CNLUCC code.
{{ masked('land_use', '8BUI') }}

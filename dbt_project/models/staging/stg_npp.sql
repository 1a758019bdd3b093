-- One row per tile: net primary production inside the region, gC/m2/a.
{{ masked('npp') }}

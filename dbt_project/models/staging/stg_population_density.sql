-- One row per tile: population density inside the region, people/km2.
{{ masked('population_density') }}

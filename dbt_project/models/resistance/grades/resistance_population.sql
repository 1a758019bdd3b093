-- One row per tile: resistance of the population density, graded (Table 5).
{{ graded('population', 'population_density') }}

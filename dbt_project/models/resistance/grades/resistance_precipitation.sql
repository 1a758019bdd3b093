-- One row per tile: resistance of the annual precipitation, graded (Table 5).
{{ graded('precipitation', 'annual_precipitation') }}

-- One row per tile: resistance of the accumulated temperature, graded (Table 5).
{{ graded('temperature', 'accumulated_temperature') }}

-- One row per tile: resistance of the slope, graded (Table 5).
{{ graded('slope', 'slope') }}

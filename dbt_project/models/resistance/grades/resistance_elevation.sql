-- One row per tile: resistance of the elevation, graded (Table 5).
{{ graded('elevation', 'elevation') }}

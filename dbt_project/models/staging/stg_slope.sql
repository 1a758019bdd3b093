-- One row per tile: slope, averaged from the resolution of the elevation model inside
-- the region, degrees.
{{ masked('slope') }}

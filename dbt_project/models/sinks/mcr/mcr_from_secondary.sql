-- One row per tile: the same from secondary sinks alone.
{{ cumulative_resistance(2) }}

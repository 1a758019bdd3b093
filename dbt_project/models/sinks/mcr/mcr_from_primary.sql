-- One row per tile: the same from primary sinks alone.
{{ cumulative_resistance(1) }}

-- One row per tile: cost, nearest sink and back link of the cheapest path from any
-- primary or secondary sink.
{{ cumulative_resistance() }}

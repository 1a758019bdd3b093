-- One row per factor and grade: the cells that have it, of those where all six factors
-- are known.
{{ counted_factors() }}

-- One row per tile: where the net primary production of a cell comes from, 1 observed,
-- 2 modelled, 3 set by a rule.
{{ masked('npp_origin', '8BUI') }}

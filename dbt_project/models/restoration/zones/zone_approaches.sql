-- One row per restoration zone: how the land-use groups in it are managed, the widest
-- group first (Table 6).
{{ approaches_of(ref('sink_cells'), 'zone_piece') }}

-- One row per tile: number of the piece, 8-connected cells where a potential sink can
-- lie.
{{ label_patches(
    ref('potential_cell'),
    map_algebra(
        'where(is_potential, 1, none)',
        constants={'none': 'null'},
        pixel_type='8BUI',
        is_potential='rast'
    )
) }}

-- One row per tile: number of the piece, 8-connected cells of one kind.
{{ label_patches(
    ref('settled_kind'),
    map_algebra(
        'where(kind > 0, kind, none)', constants={'none': 'null'}, pixel_type='8BUI', kind='rast'
    )
) }}

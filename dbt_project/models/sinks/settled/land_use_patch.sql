-- One row per tile: number of the land-use patch, 8-connected cells of one subtype.
{{ label_patches(ref('land_use')) }}

-- One row per tile: vegetation subtype inside the region, vegetation_subtype_code.
{{ masked('vegetation', '8BUI') }}

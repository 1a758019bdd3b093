-- One row per tile: carbon densities inside the region, kgC/m3; bands: topsoil organic,
-- topsoil inorganic, subsoil organic, subsoil inorganic.
{{ masked('soil') }}

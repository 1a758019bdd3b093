-- Installs Sinkbase into the current database; safe to run again. Only includes.
\ir extensions.sql
\ir roles.sql
\ir schemas.sql
\ir functions/python_library.sql
\ir functions/map_algebra.sql
\ir functions/lookup.sql
\ir functions/classify.sql
\ir functions/tile_cells.sql
\ir functions/natural_breaks.sql
\ir functions/label_patches.sql
\ir functions/close_gaps.sql
\ir functions/merge_small_pieces.sql
\ir functions/tabulate_fine.sql
\ir functions/drawn_raster.sql
\ir grants.sql

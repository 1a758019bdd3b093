"""What no stage owns: errors, paths, locks, the region file, database, server, running dbt."""

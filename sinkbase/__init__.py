"""What no stage owns: errors, paths, locks, the region file, database, server, running dbt."""

__version__ = "0.1.0"  # as in pyproject.toml

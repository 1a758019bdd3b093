"""Running dbt on a region, and what it says when it fails."""

"""A region's results as map sheets, PNG and PDF."""

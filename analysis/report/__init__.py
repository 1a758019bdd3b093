"""A region's results as a report, HTML and PDF, in English and Chinese."""

"""Words and number formats of maps and reports, in English and Chinese."""

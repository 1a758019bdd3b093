"""Documents for people and programs: summary, workbook, data package."""

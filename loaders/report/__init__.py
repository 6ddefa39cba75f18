"""What was read and what was not: the report, the quarantine workbook and its way back, the template."""

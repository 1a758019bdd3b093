"""Tables as columns of text, whatever file they come in: text, workbook, dBASE, Access."""

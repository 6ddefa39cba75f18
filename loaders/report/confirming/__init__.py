"""Asking an office once what its sheets mean: questions, the workbook of drop-downs, and the answers that come back."""

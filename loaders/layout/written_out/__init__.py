"""Cells that are short for something, written out before the table is understood: days in parts, numbers of lanes."""

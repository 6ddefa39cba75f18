"""One module a format; all give the same grid of cells with styles, merges and comments."""

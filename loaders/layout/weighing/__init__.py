"""What a table and its columns are, by headings, cells and neighbours together."""

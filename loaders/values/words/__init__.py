"""The words of the outside world: headings and vocabulary as tables, an office's own additions, sentences."""

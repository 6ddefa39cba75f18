"""How files are read for a project, and what was mended of them."""

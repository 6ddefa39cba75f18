"""How files leave the program: whole or not at all, for their owner only, one process at a time, without formulas."""

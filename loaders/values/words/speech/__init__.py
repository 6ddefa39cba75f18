"""What whole sentences say: who speaks, clause by clause, or as many others say it."""

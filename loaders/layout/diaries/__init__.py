"""Visits told in sentences: diaries, and cells of a ledger that tell several."""

"""What keeps names apart from the graph: keys, pseudonyms, the vault, the audit log, stops, contact budget, rights.

Each is imported from its own module: `keys`, `pseudonyms`, `vault`, `audit`, `stops`, `budget`, `rights`.
"""

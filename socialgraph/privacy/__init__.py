"""What keeps names apart from the graph: keys, pseudonyms, the encrypted vault, the log, stops, rights.

Each has a module of its own: `keys`, `pseudonyms`, `persons`, `vault`, `audit`, `protection`, `rights`, `wording`.
"""

"""Who trusts whom: from rows of `evidence`, which fade, to `ties`, and the paths on which a request may travel.

`network.trust_network` joins them at a date with who may be asked (`eligibility`, `capacity`); `graph`
gives it to networkx.
"""

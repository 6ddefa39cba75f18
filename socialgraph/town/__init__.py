"""The snapshot that every analysis reads: `snapshot.Town`, built of records by `building`, kept in one file by `file`.

Before it is built `resolving` reads addresses against the whole register, `combining` makes one row of several on one
thing, `protection` finds whom stops and holds cover; `history` gives the records of an earlier day.
"""

"""Whom each household would hear, and when: `isolation`, `intermediaries` with their `scoring`, `contacts`, `steps`.

`explain` tells everything behind what is said of one household.
"""

"""Loops over arrays, plain Python and compiled alike; what each computes is defined where it is called from."""

"""Rows of many files brought together: compounds and doors found, rows of one thing merged, stacks derived."""

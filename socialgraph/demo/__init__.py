"""Synthetic towns: drawn by a documented process, written as an office keeps them, and their story."""

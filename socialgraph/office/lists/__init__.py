"""Workbooks that are handed out: their numbers and rows, their steps and pictures, the list of people to invite."""

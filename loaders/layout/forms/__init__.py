"""Sheets that are no list of rows under headings (matrices, one-page forms, chains of a chat), turned into one."""

"""What things are called and made of: tables, records, constants, words; declared once, and taken from here."""

"""What a survey says of a household: its flat and people, its needs, its words on the works."""

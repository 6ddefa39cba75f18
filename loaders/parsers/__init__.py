"""One module a kind of sheet: from its rows to rows of the canonical tables; nothing is guessed, no row is lost."""

"""What arrays are made with: types, texts and their indices, dictionary-encoded columns, compressed rows, dates."""

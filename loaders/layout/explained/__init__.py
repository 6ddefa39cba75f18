"""What sheets say of their own words: legends of signs, lists of codes, the numbers of a landing's sides."""

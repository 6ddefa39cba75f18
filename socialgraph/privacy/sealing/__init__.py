"""Files that nobody opens without their key, and the keys that a rotation makes."""

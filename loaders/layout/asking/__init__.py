"""What the office is to be asked about its tables."""

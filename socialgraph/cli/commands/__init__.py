"""One module a command: its options, one call, one print."""

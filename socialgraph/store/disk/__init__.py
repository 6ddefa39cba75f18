"""What a full disk or too few open files must not damage: the embedded graph."""

"""One record that several files give."""

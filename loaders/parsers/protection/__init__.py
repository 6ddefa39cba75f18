"""What must hold although a row cannot be used: holds, closed pairs, stops of lost and left-out rows."""

"""What only the whole register can tell, worked out anew whenever a town is built: no order of loads counts."""

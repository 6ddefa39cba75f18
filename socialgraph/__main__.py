"""`python -m socialgraph`, the same as the `socialgraph` command."""

from socialgraph.cli import main

main(prog_name="socialgraph")

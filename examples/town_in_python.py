"""A town in Python, without any graph: whose single word would make a stack ready, and who is out of reach.

    python examples/town_in_python.py [FOLDER OF CANONICAL TABLES]

Without a folder it draws an invented town of 400 households.
"""

from __future__ import annotations

import datetime as dt
import sys

from socialgraph.demo.town import generate
from socialgraph.office.town import town_from_tables
from socialgraph.reach.isolation import classify_isolation
from socialgraph.schema.policy import Policy
from socialgraph.stacks.completion import diagnose
from socialgraph.trust.graph import to_networkx


def main(folder: str | None, today: dt.date) -> None:
    """Print what `socialgraph diagnose` and `isolated` would say, and one figure of networkx."""
    town = town_from_tables(folder if folder else generate(400, seed=1, today=today).tables)
    print(town)
    stacks = diagnose(town, as_of=today, policy=Policy())
    alone = [flats[0] for flats in stacks["pivotal_flats"] if flats]
    print(f"{len(alone)} stacks wait for one household each: {', '.join(alone[:5])} …")
    isolated = classify_isolation(town, as_of=today, policy=Policy())
    print(isolated["class"].value_counts().to_string())
    graph = to_networkx(town)
    print(f"as networkx sees it: {graph.number_of_nodes()} people, {graph.number_of_edges()} rows of evidence")


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else None, dt.date.today())

"""Graphs of an earlier layout: brought to the present one before anything else is written.

Until layout 2 the id of a word, a visit or a tie ended in `rank`, its place among the rows of one day; now its own
columns are the key. Until layout 3 every value was text, ids held a control character, visitors, respondents and
assignees stood as text beside their relationships, and `OF` meant five things. Until layout 4 free text and names of
files stood there as written, until layout 5 flags with the dossier. Every run says by which layout it wrote, so that a
graph into which an earlier program wrote later is seen too. Stopped half-way, the next writing command goes on where
this one stood.
"""

from __future__ import annotations

from socialgraph.privacy.texts import FreeTexts
from socialgraph.store.bolt import Bolt
from socialgraph.store.leases import Lease
from socialgraph.store.migration.nodes import change_nodes
from socialgraph.store.migration.notes import move_notes
from socialgraph.store.migration.relationships import change_relationships
from socialgraph.store.migration.texts import seal_texts
from socialgraph.store.migration.ties import change_ties
from socialgraph.store.reading import read_counters
from socialgraph.store.runs import LAYOUT, LAYOUT_IN_PLAIN_TEXT


def migrate(bolt: Bolt, lease: Lease, texts: FreeTexts | None, batch_size: int) -> None:
    """Bring a graph that an earlier layout wrote to the present one; nothing happens when it is there.

    Without `texts`, or without their key, what stands there in plain text stays until a command has the key.

    Raises
    ------
    StoreError
        If the graph can't be written; whole batches stay and are not done again.
    """
    layout = LAYOUT if texts is not None and texts.has_key else LAYOUT_IN_PLAIN_TEXT
    (earlier,) = bolt.read("count_runs_of_earlier_layouts", layout=layout)
    if not earlier["runs"]:
        return
    counters = read_counters(bolt)
    change_nodes(bolt, lease, counters, batch_size)
    move_notes(bolt, lease, counters, batch_size)
    change_ties(bolt, lease, counters, batch_size)
    change_relationships(bolt, lease, counters, batch_size)
    if texts is not None and texts.has_key:
        seal_texts(bolt, lease, texts, counters, batch_size)
    bolt.write([lease.call(), ("mark_layout", {"layout": layout})])

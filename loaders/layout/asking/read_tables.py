"""What evidence decided of a table, its kind and its columns, for the office to overrule where that is wrong."""

from __future__ import annotations

from socialgraph.loaders.files.grids import Grid
from socialgraph.loaders.files.sheets import OpenColumn, OpenTable
from socialgraph.loaders.layout.asking.open_tables import READ_APART, masked_samples
from socialgraph.loaders.layout.blocks import Block
from socialgraph.loaders.layout.columns.samples import sampled
from socialgraph.loaders.layout.header_rows import Heading
from socialgraph.loaders.layout.kinds import UNKNOWN
from socialgraph.loaders.values.words.confirmed import column_key, form_of, form_text
from socialgraph.loaders.values.words.heading_keys import field_vocabularies
from socialgraph.loaders.values.words.headings import FORBIDDEN_FIELDS, RUNNING_NUMBER

# vocabularies whose cells are words and hardly ever somebody's name, as those of how a flat is lived in may be
_OF_WORDS = frozenset(("stance", "refusal_reason", "boolean", "visit_mode", "works_status", "tie_strength", "role_tag"))


def read_table(grid: Grid, block: Block, kind: str) -> OpenTable | None:
    """The columns of a block that is read as `kind`, each with its field; None where the dictionary alone decided."""
    if not block.weighed or block.settled or kind == UNKNOWN or kind in READ_APART:
        return None
    headings = block.header.headings
    columns = tuple(_column(grid, block, heading) for heading in headings if _is_read(heading))
    shown = tuple(heading.text for heading in headings)
    form = form_text(form_of(shown))
    return OpenTable(form, shown, len(block.rows), kind, columns=columns) if form and columns else None


def _is_read(heading: Heading) -> bool:
    left_out = FORBIDDEN_FIELDS | {RUNNING_NUMBER}
    fields = set(heading.fields)
    return bool(fields and column_key(heading.text)) and not (heading.settled or heading.answer or fields & left_out)


def _column(grid: Grid, block: Block, heading: Heading) -> OpenColumn:
    texts = [text.strip() for text in sampled(grid, block, heading.column)]
    filled = sum(1 for row in block.rows if heading.column in grid.rows[row])
    key = column_key(heading.text)
    words = field_vocabularies().get(heading.fields[0], "") in _OF_WORDS
    return OpenColumn(key, heading.text, masked_samples(texts, of_words=words), heading.fields[0], filled=filled)

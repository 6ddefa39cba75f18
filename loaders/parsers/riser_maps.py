"""Riser maps (串号表): which stack of which pipe serves which flat, and how that is known."""

from __future__ import annotations

from socialgraph.loaders.parsers.lines import Context, Line, Parsed, RowLostError, read_lines
from socialgraph.loaders.values.text import compact, squeeze
from socialgraph.loaders.words.lexicon import SEWAGE_PIPES


def pipe_kinds(line: Line) -> tuple[str, ...]:
    """The pipes of a row: both sewage pipes for a plain 下水; ("",) for a blank cell and for 上下水."""
    text = line.text("pipe_kind")
    if squeeze(text) in ("", "上下水", "全部", "所有"):
        return ("",)
    if squeeze(text) in ("下水", "排水", "污水废水"):
        return SEWAGE_PIPES
    return tuple(line.codes("pipe_kind", "pipe_kind")) or ("",)


def parse_riser_map(context: Context) -> Parsed:
    """A row of flats a pipe; a row without a stack number is lost, since it maps nothing."""
    has_source = context.has("stack_source")

    def read(line: Line) -> None:
        household = line.address()
        stack = compact(line.text("stack"))
        if not stack:
            raise RowLostError("stack", "missing_stack")
        source = line.code("stack_source", "stack_key_source") if has_source else "sheet"
        for pipe in pipe_kinds(line):
            values = {"stack": stack, "pipe_kind": pipe, "stack_source": source or "sheet"}
            line.add("flats", values, household=household)

    return read_lines(context, read)

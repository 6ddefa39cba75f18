"""The sentences of the secretary's workbook: rows `list.…` of the messages."""

from __future__ import annotations

from socialgraph.messages import Lang, Note, note, text
from socialgraph.outputs.list_context import ListContext
from socialgraph.schema.list_words import list_words


def list_text(name: str, lang: Lang, /, **values: object) -> str:
    """One sentence of the workbook, its holes filled."""
    return text(f"list.{name}", lang, **values)


def small_line(context: ListContext) -> str:
    """What stands under every title: number, dates, scope, who handles and who confirmed."""
    return list_text(
        "small_line",
        context.lang,
        export_id=context.export_id,
        exported_on=context.exported_on,
        last_day=context.last_day,
        scope=context.scope or list_text("whole_scope", context.lang),
        handler=context.handler,
        confirmed_by=context.confirmed_by,
    )


def rules_lines(context: ListContext) -> list[tuple[str, bool]]:
    """The sheet of rules line by line: the text, and whether it is a heading."""
    stop = list_words("result", context.lang)["asked_to_stop"]
    sections = [
        [note("list.rule_what"), note("list.rule_what_text")],
        [
            note("list.rule_talk"),
            note("list.rule_talk_free"),
            note("list.rule_talk_topic"),
            note("list.rule_talk_pauses"),
            note("list.rule_talk_teams"),
            note("list.rule_talk_refusal"),
            note("list.rule_talk_stop", stop=stop),
            note("list.rule_talk_rights"),
        ],
        [note("list.rule_fill"), note("list.rule_fill_text")],
        _notice(context),
        _keeping(context),
    ]
    return [(line.text(context.lang), place == 0) for section in sections for place, line in enumerate(section)]


def _notice(context: ListContext) -> list[Note]:
    """Who handles the data, why, how to refuse and whom to complain to; basis and end where they are known."""
    basis = [note("list.rule_notice_basis", legal_basis=context.legal_basis)] if context.legal_basis else []
    kept = [_how_long_kept(context)] if context.retention_end else []
    return [
        note("list.rule_notice"),
        note("list.rule_notice_handler", handler=context.handler),
        note("list.rule_notice_purpose", purpose=context.purpose),
        *basis,
        *kept,
        note("list.rule_notice_why"),
        note("list.rule_notice_refuse"),
        note("list.rule_notice_complain", grievance=context.grievance),
    ]


def _how_long_kept(context: ListContext) -> Note:
    """Until which day the data are kept, where that day is within the list's own validity; else that it is later."""
    if context.retention_end <= context.last_day.isoformat():
        return note("list.rule_notice_kept", retention_end=context.retention_end)
    return note("list.rule_notice_kept_longer")


def _keeping(context: ListContext) -> list[Note]:
    purpose = context.phone_purpose
    return [
        note("list.rule_keeping"),
        note(
            "list.rule_keeping_text",
            export_id=context.export_id,
            exported_on=context.exported_on,
            last_day=context.last_day,
            confirmed_by=context.confirmed_by,
            phones=note("list.phones_whole", purpose=purpose) if purpose else note("list.phones_masked"),
        ),
        *([note("list.rule_keep_log", head=context.audit_head)] if context.audit_head else []),
    ]

"""The sentences of the secretary's workbook, in Chinese and English."""

# ruff: noqa: E501  (a sentence stays on its line: Chinese text has no place to break)

from __future__ import annotations

from socialgraph.messages import Lang
from socialgraph.outputs.list_context import ListContext
from socialgraph.schema.list_words import list_words

_TEXTS: dict[str, tuple[str, str]] = {
    "sheet_conversations": ("走访清单", "Conversations"),
    "sheet_per_volunteer": ("按志愿者打印", "Per volunteer"),
    "title": ("走访清单：请谁、和谁、聊什么", "Conversations: who is asked to talk with whom, about what"),
    "title_per_volunteer": ("走访清单（按志愿者打印）", "Conversations, per volunteer"),
    "title_rules": ("走访规则、告知与申诉", "Rules, notice and complaints"),
    "small_line": (
        "名单 {export_id} · 范围：{scope} · 导出 {exported_on} · 有效至 {last_day} · 编制：{handler} · 确认人：{confirmed_by}"
        " · 仅供本次走访，请勿转发、拍照",
        "List {export_id} · scope: {scope} · made {exported_on} · valid to {last_day} · by {handler}, confirmed by "
        "{confirmed_by} · for these visits only, do not forward or photograph",
    ),
    "whole_scope": ("全部", "all"),
    "how_to_fill": (
        "谈过的才填右边的黄色格：结果、意见、可入户从下拉框里选，日期写谈话那天（不填按导出日计）。没谈的整行留空，不用说明原因。"
        "只填“结果”不算同意；选“不要再来”后本户不再出现在任何名单上。填好后整份交回导入。备注只留在本表，不导入。",
        "Fill in the yellow cells only where a talk was held: choose result, word and access, and write the day (left "
        "empty: the day of the list). Leave the row empty where none was held; no reason is asked. A result alone is no "
        "consent. After “Do not come again” the household appears in no list. Send the whole file back to be loaded; "
        "remarks stay in this file.",
    ),
    "either_sheet": (
        "打印后手填用。电脑上填本页或“走访清单”页都可以，同一行（名单编号相同）只计一次；两页都填且不一样时，以“走访清单”页为准。",
        "For printing and filling in by hand. On a computer fill in this sheet or “Conversations”: a row (same list row) "
        "counts once; where both are filled in and differ, “Conversations” counts.",
    ),
    "volunteer_heading": ("志愿者：{name}　　共 {n} 户", "Volunteer: {name}    households: {n}"),
    "grievance_line": (
        "居民可以随时说“不”，也可以要求不再上门，都不影响其应得的服务。申诉：{grievance}",
        "Residents may say no at any time, or ask for no more visits; no service depends on it. Complaints: {grievance}",
    ),
    "watermark": ("{handler} · {export_id} · 仅供本次走访", "{handler} · {export_id} · for these visits only"),
    "page_of": ("第 &P 页，共 &N 页", "page &P of &N"),
    "prompt_result": ("谈话的结果。只填这一格不算同意。", "How the talk went. Alone it is no consent."),
    "prompt_stance": ("本人明确说了才填；没表态就留空。", "Only what was clearly said; leave empty otherwise."),
    "prompt_access": ("住在屋里的人是否让施工人员进门。", "Whether who lives there lets the workers in."),
    "prompt_held_on": (
        "谈话那天，如 2026-11-30，不早于导出日。",
        "The day of the talk, like 2026-11-30, not before the list.",
    ),
}


def list_text(name: str, lang: Lang) -> str:
    """One sentence of the workbook."""
    zh, en = _TEXTS[name]
    return zh if lang == "zh" else en


def rules_lines(context: ListContext) -> list[tuple[str, bool]]:
    """Sheet three line by line: the text, and whether it is a heading."""
    sections = _rules_en(context) if context.lang == "en" else _rules_zh(context)
    lines: list[tuple[str, bool]] = []
    for heading, texts in sections:
        lines.append((heading, True))
        lines.extend((text, False) for text in texts)
    return lines


def _rules_zh(context: ListContext) -> list[tuple[str, list[str]]]:
    stop = list_words("result", "zh")["asked_to_stop"]
    phones = f"整号显示，用途：{context.phone_purpose}" if context.phone_purpose else "不显示整号"
    return [
        ("一、这是什么", [
            "上下水管要一串一串地改，一串里每一户都要同意并让施工人员进门。这份名单只请志愿者和已经相互信任的邻居谈一谈，"
            "听听顾虑，说清楚能提供什么帮助。",
        ]),
        ("二、怎么谈", [
            "1. 志愿者自愿参加，可以不接、可以换人，不问原因，也不上报。",
            "2. 只谈表中写明的关切和帮助；写“还没听过”的，先听，不提要求。",
            "3. 每户30天内最多联系2次，两次至少隔7天；20:00至次日8:00不联系；有考生、病人的家庭按约定暂停。",
            "4. 一次只去一组人，最多两人。不通过亲属、单位、房东、债务、补助等关系施压，不议论第三人。",
            "5. 拒绝是合法的。居民说“不”，就记“不”；确定不改的记“尊重不改”，只有本户自己能重新提出。",
            f"6. 居民要求不再上门的，结果选“{stop}”，此后任何名单都不再列入该户。",
            "7. 住户本人要求看到、更正或删除自己的信息时，请转给编制单位，15个工作日内答复。",
        ]),
        ("三、怎么填", [
            "结果、意见、可入户、日期四项，谈过才填；没谈的整行留空。只填结果不算同意，同意要由本人说出并填在“意见”里。"
            "缺“业主同意”时，“意见”记业主的话；只缺“入户”时，“意见”记住在屋里的人的话。“可入户”总是住在屋里的人的话。",
        ]),
        ("四、告知与申诉", [
            f"谁在处理信息：{context.handler}",
            f"为了什么：{context.purpose}",
            *([f"依据：{context.legal_basis}"] if context.legal_basis else []),
            *([f"保存到：{context.retention_end}"] if context.retention_end else []),
            "为什么是您：您家所在的一串管线还差同意或入户，而这位志愿者愿意帮忙，也是您可能愿意听的邻居。",
            "怎样拒绝：直接告诉志愿者，或告诉编制单位，不需要理由；不影响任何应得的服务。",
            f"向谁申诉：{context.grievance}",
        ]),
        ("五、保管", [
            f"名单编号 {context.export_id}，{context.exported_on} 导出，{context.last_day} 后作废，请交回或销毁。"
            f"确认人：{context.confirmed_by}。电话：{phones}。请勿转发、拍照、张贴。",
        ]),
    ]  # fmt: skip


def _rules_en(context: ListContext) -> list[tuple[str, list[str]]]:
    stop = list_words("result", "en")["asked_to_stop"]
    phones = f"whole, because: {context.phone_purpose}" if context.phone_purpose else "never whole"
    return [
        ("1. What this is", [
            "Risers are renewed a stack at a time: every flat of a stack has to consent and to let the workers in. This "
            "list asks volunteers to talk with neighbours they already trust each other with: to hear the concern and "
            "say plainly what help there is.",
        ]),
        ("2. How to talk", [
            "1. Volunteers take part freely and may decline or pass on; no reason is asked and nothing is reported.",
            "2. Talk only about the concern and the offer written here; where none was heard yet, listen and ask nothing.",
            "3. At most 2 contacts with a household in 30 days, 7 days apart; none from 20:00 to 08:00; pauses for exams "
            "and illness as agreed.",
            "4. One team at a time, two people at most. No pressure through relatives, employers, landlords, debts or "
            "benefits; no talk about third persons.",
            "5. A refusal is lawful. A no is written down as a no; a final no as a respected one, which only the "
            "household reopens.",
            f"6. Who asks for no more visits gets “{stop}” and appears in no list from then on.",
            "7. Who wants to see, correct or erase what is held about them is answered by the handler in 15 working days.",
        ]),
        ("3. How to fill it in", [
            "Result, word, access and day only where a talk was held; an empty row means none was. A result alone is no "
            "consent: consent is the person's own word, written under “Their word”. Where the owner's consent is "
            "missing that is the owner's word, where only access is missing the occupant's. “Lets workers in” is always "
            "the occupant's word.",
        ]),
        ("4. Notice and complaints", [
            f"Who handles the data: {context.handler}",
            f"What for: {context.purpose}",
            *([f"On what basis: {context.legal_basis}"] if context.legal_basis else []),
            *([f"Kept until: {context.retention_end}"] if context.retention_end else []),
            "Why you: the stack of your home still lacks a consent or an access, and this volunteer is willing to help "
            "and may be a neighbour you would hear.",
            "How to refuse: tell the volunteer or the handler; no reason is needed and no service depends on it.",
            f"Whom to complain to: {context.grievance}",
        ]),
        ("5. Keeping this list", [
            f"List {context.export_id}, made {context.exported_on}, void after {context.last_day}: hand it back or destroy "
            f"it. Confirmed by {context.confirmed_by}. Phones: {phones}. Do not forward, photograph or post it.",
        ]),
    ]  # fmt: skip

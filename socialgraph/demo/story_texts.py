"""The sentences of the demo, in Chinese and English."""

# ruff: noqa: E501  (a sentence stays on its line: Chinese text has no place to break)

from __future__ import annotations

from socialgraph.messages import Lang

_TEXTS: dict[str, tuple[str, str]] = {
    "beginning": (
        "老旧小区换上下水管，要一串一串换：同一根立管上下相连的每一户都同意、都让施工人员进门，这一串才能动工。"
        "所以哪怕 95% 的住户同意，12 户一串的，也只有一半多一点能做成。下面用一个编出来的小区，看看本程序怎么帮忙：人名、电话都是假的。",
        "In old compounds water and sewage pipes are renewed a stack at a time: all flats one above another on the same riser, and only if every one of them agrees and lets the workers in. "
        "So with 95 % of households in favour, little more than half of the stacks of 12 flats can be done. What follows is an invented town: no name or number is anybody's.",
    ),
    "files": (
        "一、社区手头的表\n写好了 {n} 个文件，就是社区平时记的那种（{names}……），共 {households} 户。有标题行、合并单元格、小计，也有几处填错的。",
        "1. What the office has\nWrote {n} files as an office keeps them ({names}, …) for {households} households: titles, merged cells, subtotals, and a few honest mistakes.",
    ),
    "load": (
        "二、读表\n读到 {dossiers} 户、{stances} 条意见、{ties} 条信任联系、{visits} 次走访、名册上 {people} 人。库里只存代号，姓名和电话另外加密存放。",
        "2. Reading\nRead {dossiers} households, {stances} words of theirs, {ties} trust ties, {visits} visits and {people} people of the rosters. The graph holds pseudonyms only; names and phones lie encrypted elsewhere.",
    ),
    "load_quarantine": (
        "\n有 {n} 处看不准，没有猜，写进了“待更正”工作簿（如 {file} 第 {row} 行）：改好再导入就行。",
        "\n{n} cells could not be used and were not guessed: they stand in the quarantine workbook (such as row {row} of {file}), to be mended and loaded again.",
    ),
    "diagnosis": (
        "三、一串一串地看\n{stacks} 串里，{complete} 串已完工，{ready} 串每户都同意、能进门，可以开工，{blocked} 串还做不了。",
        "3. Stack by stack\nOf {stacks} stacks {complete} are done, {ready} have every consent and access and can begin, {blocked} cannot.",
    ),
    "rates": (
        "\n同意的住户有 {consent}，能开工或已完工的串却只有 {ready}。",
        "\n{consent} of the flats consent, yet only {ready} of the stacks are ready or done.",
    ),
    "pivotal": (
        "\n其中 {n} 串只差一户（如 {examples}）：这几户是关键，谈通一户，整串就能动。",
        "\n{n} of them wait for a single household (such as {examples}): one conversation, and a whole stack can go ahead.",
    ),
    "isolation": (
        "四、他们信得过谁\n还差同意或入户的 {n} 户里，{reached} 户有自己信得过的人愿意帮忙，{weakly_reached} 户联系较弱，{unreached} 户够不到任何人，"
        "{enclave} 户只和同样没同意的邻居来往。够不到的，不硬找人，而是建议开个说明会、请中立专家，或先问问愿意听谁的。拒绝是合法的；说了“不要再来”的，任何名单里都没有。",
        "4. Whom do they trust?\nOf {n} households that lack a consent or an access, {reached} trust somebody who has offered to help, {weakly_reached} do weakly, {unreached} reach nobody, and {enclave} keep to neighbours who have not agreed either. "
        "For those out of reach nobody is pressed into service: an open meeting, a neutral expert, or the question whom they would hear. A refusal is lawful, and who asked for no more visits appears in no list.",
    ),
    "suggestions": (
        "五、可以请谁\n{n} 户找到了合适的人：本人报了名、还有余力、和这户之间有信任联系，而且不经过亲属、领导、债主这些会成压力的关系。",
        "5. Who could be asked\nFor {n} households somebody suits: willing, with time left, tied by trust, and over no tie that would be pressure (kin, employers, creditors).",
    ),
    "suggestion_example": (
        "\n例如 {flat}：第一人选的得分 {score:.2f}，其中信任占 {trust:.2f}；每一分从哪里来，explain 都能列出来。",
        "\n{flat}, for example: the first choice scores {score:.2f}, of which trust is {trust:.2f}; explain lists where every part comes from.",
    ),
    "nobody": (
        "\n另有 {n} 户没有合适的人，也如实说：{reasons}。",
        "\nFor {n} nobody suits, and that is said plainly: {reasons}.",
    ),
    "assignment": (
        "六、怎么分派\n请 {volunteers} 位志愿者谈 {talks} 户（其中 {listens} 户只是先去听听顾虑），预计能成 {expected:.1f} 串；不谈的话是 {without:.1f} 串。",
        "6. Who talks with whom\n{volunteers} volunteers are asked to talk with {talks} households ({listens} of them only to hear the concern). Expected: {expected:.1f} stacks, against {without:.1f} without.",
    ),
    "list": (
        "七、给书记的名单\n{n} 场谈话写在 {path}\n用 WPS 或 Excel 打开：第一页填结果（下拉框），第二页按志愿者打印，第三页是规则和申诉方式。里面没有信任路径，没有第三人的名字。填好的表再用 load 导入就行。",
        "7. The secretary's list\n{n} conversations are in {path}\nOpen it in WPS or Excel: fill in sheet one (drop-downs), print sheet two, and sheet three has the rules and whom to complain to. It holds no path and no third person's name. Filled in, it goes back in through load.",
    ),
    "no_list": (
        "七、给书记的名单\n眼下没有可以提议的谈话，所以没有写名单。",
        "7. The secretary's list\nThere is no conversation to propose just now, so no list was written.",
    ),
    "next": (
        "接着可以试：\n  cd {folder}\n  {command} diagnose\n  {command} explain {flat}\n  {command} suggest {flat}\n用自己的表：{command} preview 你的文件夹 --out 结果",
        "Try next:\n  cd {folder}\n  {command} diagnose\n  {command} explain {flat}\n  {command} suggest {flat}\nWith your own workbooks: {command} preview FOLDER --out RESULT",
    ),
}

_STEPS = frozenset(("files", "load", "diagnosis", "isolation", "suggestions", "assignment", "list", "no_list", "next"))

_REASONS: dict[str, tuple[str, str]] = {
    "no_measure": ("{n} 户还没有可提供的帮助", "{n} with a concern and no offer for it yet"),
    "no_opted_in": ("{n} 户信得过的人没有报名", "{n} whose trusted people have not offered to help"),
    "no_path": ("{n} 户没有可用的信任联系", "{n} without a trust tie that may carry a request"),
    "stopped": ("{n} 户不愿再被联系", "{n} that want no contact"),
    "budget": ("{n} 户最近联系得够多了", "{n} contacted often enough of late"),
    "wants_nobody": ("{n} 户表示不希望别人来谈", "{n} that want nobody to come"),
    "no_places_left": ("{n} 户信任的人已经排满", "{n} whose trusted people are asked enough already"),
    "unlikely": ("{n} 户目前没有合适的人", "{n} for whom nobody suits well enough"),
}


def passage(name: str, lang: Lang) -> str:
    """One passage of the story; a numbered step, and what to try next, begin after an empty line."""
    zh, en = _TEXTS[name]
    words = zh if lang == "zh" else en
    return "\n" + words if name in _STEPS else words


def reason_text(reason: str, lang: Lang) -> str:
    """Why nobody suits `{n}` households."""
    zh, en = _REASONS.get(reason, ("{n} 户：" + reason, "{n}: " + reason))
    return zh if lang == "zh" else en

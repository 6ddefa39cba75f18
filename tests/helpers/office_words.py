"""What `init` is told of an invented office, and the words of its command line."""

from __future__ import annotations

PURPOSE = {
    "--handler": "测试街道办事处",
    "--purpose": "上下水改造入户沟通",
    "--legal-basis": "个人信息保护法第13条第1款第4项",
    "--assessment": "PIA-2026-001",
    "--retention-end": "2099-12-31",
    "--grievance": "测试社区 010-00000000",
}
GIVEN = [word for pair in PURPOSE.items() for word in pair]

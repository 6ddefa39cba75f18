"""What may be offered for a concern: a small catalogue for synthetic towns."""

from __future__ import annotations

import numpy as np

from socialgraph.arrays.types import Texts

OFFERS: dict[str, tuple[str, ...]] = {
    "new_fitout": ("施工前拍照留底，按恢复标准逐项验收", "设计师、施工方、住户三方面谈恢复方案"),
    "restoration_quality": ("看样板间，选定同色瓷砖", "恢复后保修两年"),
    "tenant_disruption": ("与租户约定时间并减免两天租金",),
    "elderly_or_ill": ("施工日安排志愿者陪护", "施工日提供临时休息室"),
    "noise_dust_water": ("当日完工当日通水，楼下设临时取水点", "铺防尘布，完工保洁一次"),
    "cost": ("书面说明标准内不收费",),
    "compensation": ("按公示标准补贴误工",),
    "no_need": ("请住户看旧管切面",),
    "design": ("现场调整管道走向", "明管做装饰包封"),
    "quality_distrust": ("邀请住户做质量监督员", "看已完工的邻居家"),
    "official_distrust": ("书面答复上次改造遗留问题",),
    "neighbour_conflict": ("由调解员单独沟通",),
    "absentee": ("视频确认，钥匙由本人指定的人保管",),
}


def offers_for(concern: Texts, rng: np.random.Generator) -> tuple[Texts, Texts]:
    """An offer for each household's concern, and what was said to it: true, false or empty (not yet asked)."""
    offer = np.full(concern.size, "", dtype=object)
    for code, texts in OFFERS.items():
        chosen = concern == code
        offer[chosen] = np.array(texts, dtype=object)[rng.integers(len(texts), size=int(chosen.sum()))]
    draw = rng.random(concern.size)
    return offer, np.where(draw < 0.25, "true", np.where(draw < 0.35, "false", "")).astype(object)

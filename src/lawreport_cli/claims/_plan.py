"""What is ahead: takes sentences with their headings, tells which stand in the plan and which in the part on problems."""

import re
from collections.abc import Sequence

from lawreport_cli.model import Sentence
from lawreport_cli.rules import SectionKind

_TURN = re.compile(r"下一步|下步|今后|接下来|明年|下一?年|下阶段")
_INLINE = re.compile(r"[一二三四五六七八九十]+(?:是|要)")  # 三是对群众投诉的问题…: a sentence, no heading
_OPENING = re.compile(r"(?:\([一二三四五六七八九十]+\)|在|(?P<until>[到至]))?(?P<year>\d{1,4}年|明年|新的一年)")
_HEADING_YEAR = re.compile(r"[(（]?[一二三四五六七八九十\d]+[)）]?[、.]?\s*(20\d\d)年")


class Plans:
    """Tells of the sentences of one document, in order, whether they speak of the year to come."""

    def __init__(self, folded: str, year: int | None, kinds: Sequence[SectionKind]) -> None:
        self._folded = folded
        self._year = year
        self._kinds = kinds
        self._plans: dict[tuple[str, ...], bool] = {}
        self._problems: dict[tuple[str, ...], bool] = {}
        self._turned: set[tuple[str, ...]] = set()  # sections on problems in which the plan has begun

    def is_ahead(self, period: str) -> bool:
        """Whether a period begins after the report year."""
        return self._year is not None and period[:4].isdigit() and int(period[:4]) > self._year

    def holds(self, sentence: Sentence) -> bool:
        """Whether a sentence stands in a plan: by its section, from the turn on where that tells of problems too."""
        if self.on_problems(sentence):
            text = self._folded[sentence.span.start : min(sentence.span.start + 20, sentence.span.end)]
            ahead = self._year is not None and str(self._year + 1) in text
            if _TURN.search(text) or ahead:
                self._turned.add(sentence.section[:1])
            return sentence.section[:1] in self._turned and self._tells_plan(sentence.section)
        return self._tells_plan(sentence.section) or self._leads_ahead(sentence)

    def on_problems(self, sentence: Sentence) -> bool:
        """Whether a sentence stands in a section on what is lacking."""
        if sentence.section not in self._problems:
            self._problems[sentence.section] = self._tells_problems(sentence.section)
        return self._problems[sentence.section]

    def _tells_problems(self, section: tuple[str, ...]) -> bool:
        """Whether a section is on what is lacking: the outermost heading that tells decides."""
        for heading in section:
            if not _INLINE.match(heading):
                if any(word in heading for word in ("不足", "问题", "短板", "困难", "差距", "薄弱")):
                    return True
                if self._tells_plan((heading,)):
                    return False  # 四、2024年工作打算 (一)补齐基层短板
        return False

    def _leads_ahead(self, sentence: Sentence) -> bool:
        """Whether the paragraph begins with the next year, or with a goal for a later one: 2025年,建议各级行政机关…"""
        if self._year is None:
            return False
        start = sentence.paragraph.start
        opening = _OPENING.match(self._folded, start, start + 16)
        if opening is None:
            return False
        if opening["until"]:
            return self.is_ahead(opening["year"])  # 到2025年,办理时间压缩到1个工作日内;满意度达到88%以上
        return opening["year"] in (f"{self._year + 1}年", "明年", "新的一年")

    def _tells_plan(self, section: tuple[str, ...]) -> bool:
        """Whether the headings of a section tell of a plan, or name a year to come."""
        if section not in self._plans:
            years = [match[1] for part in section if (match := _HEADING_YEAR.match(part))]
            self._plans[section] = any(map(self.is_ahead, years)) or any(
                kind.plans(heading) for heading in section for kind in self._kinds
            )
        return self._plans[section]

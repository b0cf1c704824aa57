"""Indicators: takes findings, gives for each the key of the catalogue that it fits, or null.

A wording counts where it is the head of what is said beside the figure: it ends at the figure, with nothing but link
words between, or begins right behind it. A wrong key is worse than none: what two indicators could claim gets none.
"""

import re
from bisect import bisect_right
from collections.abc import Collection, Sequence

from lawreport_cli.indicators._masked import hidden
from lawreport_cli.indicators._measure import counts, measured
from lawreport_cli.indicators._place import LINK, MODIFIER, Place, last_told, stands_elsewhere, told, told_beside, union
from lawreport_cli.indicators._table import Tables
from lawreport_cli.model import Claim, Document, Finding, NonClaim, Outline, Sentence, Span
from lawreport_cli.patterns import Patterns
from lawreport_cli.wordings import Entry, Hit, Line, shortened

_BETWEEN = re.compile(r"和|及|与|、|以及|或|或者|并|暨")
_NORM = re.compile(  # so many for each: no total of the report
    r"每(?:年|季|半年|月|周|次|批|期|两年|三年|名|人|村|个|所)[^,;]*$|各(?:自|村|镇|单位|部门|局)?(?:配备|设立?|建|聘请?|明确|安排|选派|承接|有)(?:至少)?$"
)
_AVERAGE = re.compile(
    r"平均|单笔|最[高低大]|[案户次月日年镇村所场笔宗]均|(?<!案)件均|(?<![责证办])人均(?!执法|办案|检查|处罚|行政|办理)"
)
_CONDITION = re.compile(r"(?:及|\(含\))?以[上下](?:予以|给予|应|一律|须|由|不得|可)")
_EXAMPLES = re.compile(r"、|[》”]$")
_CASE = re.compile(r"某[省市县区镇乡村局委公企单执个]")  # somebody without a name
_BESIDES = re.compile(  # whose figure, or what it was to be: 省级3个, 败诉率5.2%(市考核指标5%以下)
    r"(?:国家|省|市|州|县|区|镇|部|厅)级|全[国省市]|(?:[省市县区]|上级|年度)?(?:考核|目标|任务)(?:指标|目标|任务|要求|值)"
)
_DEFICITS = (
    "deficits"  # the topic of sections whose counts tell what is missing, and enter no total; a rate is one anywhere
)
_OFFICE = re.compile("(?:局|厅|队|系统)$")
_DONE = re.compile("成效|举措|做法|亮点|进展|成绩")
_BESIDE = 12  # characters between a part and the money that goes with it
_OFTEN = 3  # different figures of one and the same, none of which is the total
_EARLIER = 3  # sentences of the same paragraph that may tell the topic


def assign(
    document: Document, outline: Outline, findings: Sequence[Finding], patterns: Patterns
) -> tuple[str | None, ...]:
    """One key or null for each finding, in order; of those that are no claims a masked figure may have one.

    A change has the key of the figure that it modifies; a rank has none.
    """
    claims = [finding for finding in findings if isinstance(finding, Claim)]
    matcher = _Matcher(document, outline, claims, patterns)
    keys: list[str | None] = []
    masks: dict[Span, str | None] = {}
    for finding in findings:
        if isinstance(finding, NonClaim):
            if finding.reason == "masked":
                masks[finding.span] = matcher.masked(finding, keys)
        else:
            keys.append(matcher.key(finding, keys))
    wholes = [
        None if _in_part(claim, keys, claims, key) or _beside_part(document, claims, number) else key
        for number, (claim, key) in enumerate(zip(claims, keys, strict=True))
    ]
    for number in _itemized(document, claims, wholes):
        wholes[number] = None
    of_claims = iter(
        key if claim.kind != "change" or claim.modifies is None else wholes[claim.modifies]
        for claim, key in zip(claims, wholes, strict=True)
    )
    return tuple(next(of_claims) if isinstance(finding, Claim) else masks.get(finding.span) for finding in findings)


def _says_itself(claim: Claim) -> bool:
    """Whether a change speaks of no other figure, so that its own words tell what changed: 时限压缩70%, 败诉率下降3个百分点."""
    return claim.modifies is None and claim.change_measure != "absolute"


def _in_part(claim: Claim, keys: Sequence[str | None], claims: Sequence[Claim], key: str | None) -> bool:
    """Whether a claim of the text is a part of one with the same key, of the same body and time: 案卷60份,其中处罚案卷45份."""
    if claim.origin == "table" or claim.part_of is None or key is None or keys[claim.part_of] != key:
        return False
    whole = claims[claim.part_of]
    return (claim.scope, claim.period) == (whole.scope, whole.period)


def _beside_part(document: Document, claims: Sequence[Claim], number: int) -> bool:
    """Whether a sum of money goes with the part before it and not with the whole: 简易程序28件,罚款0.6万元;普通程序4件."""
    claim, part = claims[number], claims[number - 1]
    if not number or claim.part_of is not None or part.part_of is None or not _goes_with(document, part, claim):
        return False
    if claims[part.part_of].period != claim.period:
        return False  # 上半年1186起、1.07亿元
    parts = [k for k, other in enumerate(claims) if other.part_of == part.part_of]
    told = sum(claims[k].value for k in parts if k < number)
    goes_on = parts[-1] > number and told < claims[part.part_of].value
    return goes_on or any(other.dimension == "money" for other in claims[parts[0] : number])


def _itemized(document: Document, claims: Sequence[Claim], keys: Sequence[str | None]) -> set[int]:
    """The claims that say one thing of a sentence again and again: so many for each law, and the money beside each."""
    told: dict[object, list[int]] = {}
    sentences = 0
    for number, (claim, key) in enumerate(zip(claims, keys, strict=True)):
        if number:
            sentences += "。" in document.folded[claims[number - 1].span.end : claim.span.start]
        if key and claim.kind == "level" and claim.origin == "text":
            same = key, sentences, claim.subject, claim.scope, claim.period, claim.modality, claim.unit
            told.setdefault(same, []).append(number)
    often = {n for numbers in told.values() if len({claims[n].value for n in numbers}) >= _OFTEN for n in numbers}
    return often | {n + 1 for n in often if n + 1 < len(claims) and _goes_with(document, claims[n], claims[n + 1])}


def _goes_with(document: Document, counted: Claim, claim: Claim) -> bool:
    """Whether a sum of money stands right behind what was counted: 行政处罚4起,罚款350元."""
    between = document.folded[counted.span.end : claim.span.start]
    return claim.dimension == "money" != counted.dimension and len(between) <= _BESIDE and ")" not in between


def _is_apart(place: Place, claim: Claim) -> bool:
    """Whether a figure is none of the report's totals: so many for each, an average, a condition, a case in point."""
    line, words = place.line.short, f"{claim.subject or ''}|{place.before}"
    counted = claim.dimension == "count"
    return bool(
        (counted and (_NORM.search(words) or _CONDITION.match(line, place.fig_end)))
        or ((counted or claim.dimension == "money") and _AVERAGE.search(words))
        or _CASE.search(line)
    )


_JOINED = re.compile(r"(?:、|以及|[和及与])[^,。;、:()\d]*")  # between two figures of one list

_SHARED = re.compile(
    r"审[查核]|办理|受理|制定|出台|印发|发布|公开|配备|选聘|开展|举[办行]|召开|排查|查[处办]|新增|建成|培育|[备报]备|备案|清理|修[订改]"
    r"|废止|评查|组织|实施|作出|收到|审结|化解|调解|编制|取消|下[发达]|移送|推送|发放|创建|承办|答复|提出"
)


class _Matcher:
    def __init__(self, document: Document, outline: Outline, claims: Sequence[Claim], patterns: Patterns) -> None:
        self._document, self._claims = document, claims
        self._indicators, self._wordings = patterns.indicators, patterns.wordings
        self._sentences = outline.sentences
        self._starts = [sentence.span.start for sentence in outline.sentences]
        self._lines: dict[int, Line] = {}
        self._headings: dict[str, Line] = {}
        self._tables = Tables(document, patterns)
        self._patterns = patterns

    def key(self, claim: Claim, keys: Sequence[str | None]) -> str | None:
        """The key of a claim; `keys` are those of the claims before it."""
        if claim.kind == "rank" or (claim.kind == "change" and not _says_itself(claim)):
            return None
        if claim.origin == "table":
            return self._tables.key(claim, self._headed(self._sentences[max(0, self._home(claim.span))]))
        return self._figure(claim, keys)

    def masked(self, mask: NonClaim, keys: Sequence[str | None]) -> str | None:
        """The key of the figure that a mask hides; `keys` are those of the claims before it."""
        home = self._home(mask.span)
        claim = None if home < 0 else hidden(mask, self._document, self._sentences[home], self._patterns)
        return None if claim is None else self.key(claim, keys)

    def _home(self, span: Span) -> int:
        """The sentence in which a span begins; below 0 when it begins before the first."""
        return bisect_right(self._starts, span.start) - 1

    def _figure(self, claim: Claim, keys: Sequence[str | None]) -> str | None:
        """The key of a claim in running text, before which there are as many claims as `keys`."""
        number = len(keys)
        place = self._place(claim, number)
        if place is None or _is_apart(place, claim):
            return None
        short = claim.modality == "actual" and claim.dimension == "count"
        if short and self._is_deficit(self._sentences[place.home]):
            return None
        said = False  # whether the subject names something, if in doubt
        for line, hit in place.heads(claim.subject):
            if not counts(claim) and place.treated(line, hit):
                continue
            found = self._keys(line, hit, claim, place)
            if found:
                doubtful = (
                    len(found) > 1
                    or place.narrowed(line, hit)
                    or (counts(claim) and place.other_act(line, hit))
                    or place.aside(line, hit)
                    or self._joint(line, hit, claim, place)
                )
                if not doubtful and self._reaches(number, place, hit):
                    return found.pop()
                said = True
                break
        for hit, role in place.elsewhere():
            if found := self._keys(place.line, hit, claim, place, (role,)):
                return found.pop() if len(found) == 1 else None
        return None if said else self._inherited(claim, number, keys, place)

    def _place(self, claim: Claim, number: int) -> Place | None:
        home = self._home(claim.span)
        if home < 0 or self._sentences[home].kind == "furniture":
            return None
        sentence = self._sentences[home]
        neighbours = [
            other.span
            for other in self._claims[max(0, number - 12) : number + 6]
            if sentence.span.start <= other.span.start < sentence.span.end and other.span != claim.span
        ]
        before = max((span.end for span in neighbours if span.end <= claim.span.start), default=sentence.span.start)
        after = min((span.start for span in neighbours if span.start >= claim.span.end), default=sentence.span.end)
        line = self._line(home)
        return Place(
            line, line.at(claim.span.start), line.at(claim.span.end), line.at(before), line.at(after), home,
            self._located(claim, sentence, line, before), self._wordings, self._examples(claim, line, before),
            self._shared_verb(claim, number),
        )  # fmt: skip

    def _shared_verb(self, claim: Claim, number: int) -> str:
        """The verb that the first member of a list shares with the others (审查决策1件、文件10件、合同70份), or nothing."""
        first, start = number, claim.span.start
        while first and _JOINED.fullmatch(self._document.folded, self._claims[first - 1].span.end, start):
            first -= 1
            start = self._claims[first].span.start
        verb = _SHARED.match(self._claims[first].subject or "") if first < number else None
        return verb[0] if verb else ""

    def _examples(self, claim: Claim, line: Line, before: int) -> int | None:
        """Where the list of examples in front of a figure ends, in the short copy of the sentence."""
        floor = self._clause_start(claim, before)
        end = self._document.folded.rfind("等", floor, claim.span.start)
        listed = end >= 0 and line.at(end) == line.at(end + 1) and _EXAMPLES.search(self._document.folded, floor, end)
        return line.at(end + 1) if listed else None

    def _located(self, claim: Claim, sentence: Sentence, line: Line, before: int) -> tuple[int, int] | None:
        """Where the subject stands in the short copy of the sentence: beside the figure if it can be, else in front."""
        if not claim.subject:
            return None
        floor = self._clause_start(claim, before)
        for text in (self._document.text, self._document.folded):
            ahead = text.rfind(claim.subject, sentence.span.start, claim.span.start)
            behind = text.find(claim.subject, claim.span.end, sentence.span.end)
            start = behind if 0 <= behind <= claim.span.end + MODIFIER and ahead < floor else ahead
            start = behind if start < 0 else start
            if start >= 0:
                return line.at(start), line.at(start + len(claim.subject))
        return None

    def _clause_start(self, claim: Claim, before: int) -> int:
        """Where the clause of a figure begins, behind `before`, the figure in front of it."""
        return max(before, *(self._document.folded.rfind(mark, 0, claim.span.start) for mark in ",;。"))

    def _line(self, number: int) -> Line:
        if number not in self._lines:
            span = self._sentences[number].span
            self._lines[number] = self._wordings.line(self._document.folded, span.start, span.end)
        return self._lines[number]

    def _heading(self, text: str) -> Line:
        if text not in self._headings:
            self._headings[text] = self._wordings.line(text)
        return self._headings[text]

    def _keys(
        self,
        line: Line,
        hit: Hit[Entry],
        claim: Claim,
        place: Place,
        roles: Collection[str] = ("own", "shared"),
        *,
        masked: bool = True,
    ) -> set[str]:
        """The keys that a phrase gives to a claim; where the topic speaks for some, those alone."""
        own: set[str] = set()
        shared: set[str] = set()
        topics: frozenset[str] | None = None
        masks = line.masks if masked else ()
        hidden = frozenset[int]().union(*(mask.says for mask in masks if mask.overlaps(hit)))
        for role, number in hit.says:
            one = self._indicators[number]
            if role not in roles or number in hidden or not measured(one, claim):
                continue
            if claim.kind == "change" and one.dimension != "percent" and (role != "own" or claim.basis != "yoy"):
                continue  # 入企检查减少三成 tells of a measure taken, 信访总量同比下降7.6% of the total
            if any(stands_elsewhere(word, place, hit if line is place.line else None) for word in one.without):
                continue
            if one.narrowed and any(word in self._narrowing(line, hit, claim, place) for word in one.narrowed):
                continue
            if role == "shared" or one.not_topics:
                topics = self._topics(claim, place, hit if line is place.line else None) if topics is None else topics
                if topics and topics <= frozenset(one.not_topics):
                    continue
            if role != "shared":
                own.add(one.key)
            elif topics and not topics.isdisjoint(one.topics):
                shared.add(one.key)
        return shared or own

    def _narrowing(self, line: Line, hit: Hit[Entry], claim: Claim, place: Place) -> str:
        """The words that narrow a phrase, without the office that acts: 市生态环境局办理行政处罚案件 counts all of its cases."""
        words = place.leading(line, hit)
        office = claim.scope and _OFFICE.search(claim.scope)
        return words.replace(shortened(claim.scope), "") if claim.scope and office else words

    def _topics(self, claim: Claim, place: Place, hit: Hit[Entry] | None) -> frozenset[str]:
        """What the text speaks of: topic words of the same clause, else of those before, else of the headings.

        A part speaks of what its total does, whatever stands between them.
        """
        if found := told_beside(place, hit):
            return found
        whole = None if claim.part_of is None else self._place(self._claims[claim.part_of], claim.part_of)
        if whole and (whole.home, whole.start) < (place.home, place.start) and (found := told(whole, None)):
            return found
        if found := last_told(place.line, place.clause[0]):
            return found
        sentence = self._sentences[place.home]
        for number in range(place.home - 1, max(-1, place.home - 1 - _EARLIER), -1):
            if self._sentences[number].paragraph != sentence.paragraph:
                break
            if found := last_told(self._line(number), len(self._line(number).short)):
                return found
        return self._headed(sentence)

    def _headed(self, sentence: Sentence) -> frozenset[str]:
        """The topics of the innermost heading that tells any."""
        for heading in reversed(sentence.section):
            if found := union(self._heading(heading).topics):
                return found
        return frozenset()

    def _is_deficit(self, sentence: Sentence) -> bool:
        """Whether the headings speak of what is missing, and not of what was done as well: 主要成效及存在的问题."""
        for heading in reversed(sentence.section):
            if _DONE.search(heading):
                return False
            if _DEFICITS in union(self._heading(heading).topics):
                return True
        return False

    def _joint(self, line: Line, hit: Hit[Entry], claim: Claim, place: Place) -> bool:
        """Whether the figure counts two things together: 废止和失效43件, but not 办结率、满意率均为100%."""
        if line is place.line and place.distributed(hit):
            return False
        for other in line.heads:
            if other.end < hit.start and _BETWEEN.fullmatch(line.short[other.end : hit.start]):
                theirs = self._keys(line, other, claim, place, masked=False)
                return bool(theirs) and theirs != self._keys(line, hit, claim, place)
        return False

    def _reaches(self, number: int, place: Place, hit: Hit[Entry]) -> bool:
        """Whether a subject in front of other figures still holds: not where one of them counts something else."""
        if not place.subject or place.subject[1] > place.previous or LINK.fullmatch(place.before):
            return True
        said = self._claims[number].subject
        for other in reversed(self._claims[:number]):
            if other.subject == said or other.kind == "change":
                continue
            at = place.line.at(other.span.start)
            return not (place.subject[1] <= at < place.start) or hit.start >= at
        return True

    def _inherited(self, claim: Claim, number: int, keys: Sequence[str | None], place: Place) -> str | None:
        """The key of the total of which a part counts the same (执法主体236个,其中市级41个).

        Else that of the claim before, where nothing but link words stands between: 27项(2022年为23项).
        """
        if claim.part_of is not None and claim.part_of < number:
            whole = self._claims[claim.part_of]
            if (whole.subject, whole.unit, whole.kind) == (claim.subject, claim.unit, claim.kind):
                return keys[claim.part_of]
        beside = claim.subject is not None and _BESIDES.fullmatch(claim.subject) is not None
        linked = LINK.fullmatch(_BESIDES.sub("", place.before) if beside else place.before)
        for back in range(number - 1, -1, -1):
            other = self._claims[back]
            if not linked or self._document.folded.find("。", other.span.end, claim.span.start) >= 0:
                return None
            if other.kind in ("change", "rank") or other.span.end > claim.span.start:
                continue
            same = (other.unit, other.dimension) == (claim.unit, claim.dimension)
            if same and (beside or claim.subject in (None, other.subject)):
                return keys[back]
            if claim.subject is None:
                return None
        return None

"""What a figure counts: takes the words beside a figure, gives subject and scope; the only user of jieba.

The dictionary is the lexicon of patterns/ with the wordings of the indicators: a boundary never cuts a word.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import jieba

from lawreport_cli.model import Span
from lawreport_cli.patterns import Patterns

# Parts of speech of patterns/lexicon.tsv.
_VERB, _NOUN, _STOP = {"v"}, {"n", "vn", "s", "a", "nz", "ns", "l"}, {"p", "c", "d", "u", "r", "y"}
_ORG_END = re.compile(
    r"(?:局|委|办|政府|会|院|所|站|中心|部门|单位|机关|街道|镇|乡|村|市|县|区|省|网|网站|平台|本级|系统|小组|公司|同志|负责人|办公室|热线|组织|企业|学校|人员|各地|书记|市长|县长|区长|省长)(?:\([^()]*\))?$"
)
_BODY_END = re.compile(
    r"(?:局|委|政府|院|中心|部门|机关|街道|镇|乡|村|市|县|区|省|州|旗|本级|系统|公司|办公室|办事处|单位)(?:\([^()]*\))?$"
)
_LEADING = re.compile(
    r"^(?:[一二三四五六七八九]是|其中|另有|另外|此外|同时|目前|现有|已有|还|并|且|年内|全年|今年以来|今年|去年|本年度|年度|一年来|近年来|截至目前|到目前为止|上半年|下半年|当前|至此|期间|共|累计|已|先后|总共|共计|合计|总计|预计|计划|拟|将|力争|确保|新|也|又|"
    r"(?:截[至止]|到|至)?(?:20\d\d|二[〇○]..)年(?:度)?(?:\d{1,2}月)?(?:\d{1,2}日)?(?:底|末|以来|间)?|\d{1,2}月(?:底|末|份)?|[^\w“(《])+"
)
_TRAILING = re.compile(
    r"(?:共计|合计|总计|总共|累计|一共|分别为|分别|达到|达|共有|共|为|是|有|均|都|各|已|约|近|等|的|了|在|至|到|总数|总量|数量为|数量|计|仅|其中|中|还|也|,|:|\(|“|\s|也达|并|且|以|平均)+$"
)


@dataclass(frozen=True, slots=True)
class Token:
    """A word with its part of speech and its place in the text."""

    text: str
    tag: str
    span: Span


class Segmenter:
    """Cuts Chinese text into words by the lexicon of the genre."""

    def __init__(self, patterns: Patterns) -> None:
        self._patterns = patterns

    @cached_property
    def _tags(self) -> dict[str, str]:
        return {word: tag for word, (tag, _) in self._patterns.lexicon.items()}

    @cached_property
    def _tokenizer(self) -> jieba.Tokenizer:
        tokenizer = jieba.Tokenizer()
        frequencies: dict[str, int] = {}
        for word, (_, frequency) in self._patterns.lexicon.items():
            frequencies[word] = frequency
        for word in frequencies.copy():
            for end in range(1, len(word)):
                frequencies.setdefault(word[:end], 0)
        tokenizer.FREQ, tokenizer.total = frequencies, sum(frequencies.values()) or 1
        tokenizer.initialized = True  # no file is read, no cache is written
        return tokenizer

    def is_word(self, text: str) -> bool:
        """Whether the lexicon knows `text` as one word."""
        return text in self._tags

    def cut(self, folded: str, span: Span) -> list[Token]:
        """The words of `folded[span]`; characters that belong to no word known are joined to one noun."""
        tokens: list[Token] = []
        at = span.start
        for word in self._tokenizer.cut(folded[span.start : span.end], HMM=False):
            place = Span(at, at + len(word))
            at = place.end
            tag = self._tags.get(word) or ("n" if re.match(r"[\w“”‘’《》·-]", word) else "w")
            unknown = word not in self._tags and tag == "n"
            if unknown and tokens and tokens[-1].tag == "x" and len(word) == 1:
                last = tokens.pop()
                tokens.append(Token(last.text + word, "x", Span(last.span.start, place.end)))
            else:
                tokens.append(Token(word, "x" if unknown else tag, place))
        return tokens


@dataclass(frozen=True, slots=True)
class Phrase:
    """A subject as a stretch of the text, and the scope that stood before it."""

    subject: Span | None
    scope: Span | None


class Subjects:
    """Finds the phrase that says what a figure counts."""

    def __init__(self, folded: str, segmenter: Segmenter) -> None:
        self._folded = folded
        self._segmenter = segmenter

    def whole(self, span: Span) -> Phrase:
        """All the words of `span` as a subject, without what leads to it and the scope before it."""
        span = self._trim(span)
        if span.start >= span.end:
            return Phrase(None, None)
        scope, tokens = self._split_scope(self._segmenter.cut(self._folded, span))
        tokens = self._drop_leading(tokens)
        return Phrase(self._trim(_join(tokens)), scope) if tokens else Phrase(None, scope)

    def members(self, span: Span) -> tuple[Span, ...]:
        """The members of a list (办结率、满意率), or the phrase itself when it is none."""
        parts: list[list[Token]] = [[]]
        depth = 0
        for token in self._segmenter.cut(self._folded, span):
            depth += sum(c in "(“《" for c in token.text) - sum(c in ")”》" for c in token.text)
            if depth == 0 and (token.text == "、" or (token.tag == "c" and token.text in ("和", "与", "及", "以及"))):
                parts.append([])
            else:
                parts[-1].append(token)
        spans = tuple(_join(part) for part in parts if part and _join(part).end - _join(part).start >= 2)
        return spans if len(spans) > 1 else (span,)

    def is_body(self, span: Span) -> bool:
        """Whether a phrase names a body or a place (市政府, 汀南区), not what is counted."""
        tokens = self._segmenter.cut(self._folded, span)
        if any(token.tag in ("v", "vn", "p", "d") for token in tokens):
            return False
        return _BODY_END.search(self._folded[span.start : span.end]) is not None

    def body(self, clause: Span) -> Span | None:
        """The body that leads a clause before its verb (县政府常务会议 of 县政府常务会议研究…), or null."""
        span = self._trim(clause)
        if span.start >= span.end:
            return None
        scope, _ = self._split_scope(self._segmenter.cut(self._folded, span))
        return scope

    def before(self, span: Span) -> Phrase:
        """The subject in the words before a figure: from the last verb that has an object, without what leads to it."""
        span = self._trim(span)
        if span.start >= span.end:
            return Phrase(None, None)
        tokens = self._segmenter.cut(self._folded, span)
        scope, tokens = self._split_scope(tokens)
        tokens = self._drop_leading(tokens)
        if not tokens:
            return Phrase(scope, None) if scope else Phrase(None, None)
        return Phrase(self._trim(_join(_core(tokens))), scope)

    def after(self, span: Span) -> Span | None:
        """The noun phrase that begins right behind a figure, or null when no noun stands there."""
        tokens = self._segmenter.cut(self._folded, span)
        taken: list[Token] = []
        for token in tokens:
            if token.tag == "w" and token.text not in "“”‘’":
                break
            if token.text in ("的", "以上的") and not taken:
                continue
            if (token.tag in _STOP and token.text not in ("的", "各", "和", "与", "及")) or token.text[:1].isdigit():
                break
            if token.text in ("和", "与", "及"):
                break
            if token.tag in _VERB and (taken or len(tokens) > 1):
                if taken:
                    break
                if not self._verb_begins_noun(tokens):
                    return None
            taken.append(token)
        while taken and taken[-1].text in ("的", "各", "“"):
            taken.pop()
        if not taken or (len(taken) == 1 and len(taken[0].text) == 1 and taken[0].tag not in _NOUN | {"x"}):
            return None
        return _join(taken)

    @staticmethod
    def _verb_begins_noun(tokens: list[Token]) -> bool:
        """5次集体学法: a verb right behind the figure is a noun when nothing but nouns follow it."""
        return all(t.tag in _NOUN | _VERB | {"x"} for t in tokens[1:3]) and len(tokens) <= 4

    def _trim(self, span: Span) -> Span:
        """`span` without time words and adverbs at its beginning and link words at its end."""
        text = self._folded[span.start : span.end]
        head = _LEADING.match(text)
        start = span.start + (head.end() if head else 0)
        tail = _TRAILING.search(self._folded[start : span.end])
        end = start + tail.start() if tail else span.end
        if start >= end and tail:
            return Span(start, start)
        return Span(start, end)

    def _split_scope(self, tokens: list[Token]) -> tuple[Span | None, list[Token]]:
        """The body or place that leads the clause (市政府, 全市, 部门和区镇街道), and the rest."""
        for i, token in enumerate(tokens):
            if token.tag in _VERB and i:
                lead = tokens[:i]
                if all(t.tag in _NOUN | {"x", "c", "u", "w"} for t in lead) and _ORG_END.search(_text(lead)):
                    return _join(lead), tokens[i:]
                break
            if token.tag in ("p", "v"):
                break
        lead = []
        for token in tokens:
            if token.tag != "s":
                break
            lead.append(token)
        if lead and len(lead) < len(tokens):
            return _join(lead), tokens[len(lead) :]
        return None, tokens

    @staticmethod
    def _drop_leading(tokens: list[Token]) -> list[Token]:
        while tokens and tokens[0].tag in ("d", "t", "c", "u", "w") and len(tokens) > 1 and tokens[0].text not in "“《":
            tokens = tokens[1:]
        return tokens


def _core(tokens: list[Token]) -> list[Token]:
    """The last verb with its object; or all, when there is no such verb or its object is long enough to stand alone."""
    start = 0
    for i, token in enumerate(tokens[:-1]):
        if token.tag == "p" and token.text in (
            "向",
            "为",
            "对",
            "由",
            "经",
            "以",
            "通过",
            "在",
            "将",
            "把",
            "与",
            "同",
            "从",
        ):
            start = i
        if token.tag in _VERB and any(t.tag in _NOUN | {"x"} for t in tokens[i + 1 :]):
            start = i
    return tokens[start:]


def _join(tokens: Iterable[Token]) -> Span:
    spans = [token.span for token in tokens]
    return Span(spans[0].start, spans[-1].end)


def _text(tokens: Iterable[Token]) -> str:
    return "".join(token.text for token in tokens)

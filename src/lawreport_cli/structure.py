"""The parts of a text: takes a `Document`, gives its `Outline` of headings, sentences and clauses."""

import re

from lawreport_cli.matching import Headings
from lawreport_cli.model import Document, Outline, Sentence, Span
from lawreport_cli.patterns import Patterns

_CLAUSE_END = re.compile("[,;:]")
_OPENING, _CLOSING = "([《“〈【〔", ")]》”〉】〕"
_TELLING = re.compile(rf"[。!?！？{re.escape(_OPENING + _CLOSING)}]")  # all that decides where a sentence ends
_HEADING_LENGTH = 45  # a line longer than this is a paragraph, however it begins
_GLUED_LENGTH = 40  # a first sentence longer than this is text, not a heading glued to its paragraph


def outline(document: Document, patterns: Patterns) -> Outline:
    """Headings, sentences and clauses of `document`, in order and disjoint.

    Every character that is not white space stands in one sentence. A sentence never crosses a line of the reading
    text; a table row is one sentence, and so is a line of page furniture.
    """
    ladder = patterns.headings
    tables = [table.span for table in document.tables]
    sentences: list[Sentence] = []
    path: list[tuple[int, str]] = []
    for line in re.finditer(r"[^\n\f]+", document.text):
        span = Span(line.start(), line.end())
        if not line.group().strip():
            continue
        if span.start >= document.body_end:
            sentences.append(Sentence(span, span, (), (span,), "furniture"))
        elif any(t.start <= span.start < t.end for t in tables):
            sentences.append(Sentence(span, span, tuple(text for _, text in path), (span,), "table"))
        else:
            sentences += _paragraph(document, span, ladder, path)
    return Outline(tuple(sentences))


def _paragraph(document: Document, line: Span, ladder: Headings, path: list[tuple[int, str]]) -> list[Sentence]:
    """The sentences of one line; `path` is the heading path, which a heading in the line changes."""
    folded = document.folded
    spans = _sentences(folded, line)
    level = ladder.level(folded[line.start : line.end], inline=False)
    whole = line.end - line.start <= _HEADING_LENGTH and len(spans) == 1 and folded[line.end - 1] not in "。;,:"
    if level is not None and whole:
        _enter(path, level, document.text[line.start : line.end].strip())
        return [Sentence(line, line, tuple(text for _, text in path), _clauses(folded, line), "heading")]
    found = []
    inner = list(path)
    for number, span in enumerate(spans):
        level = ladder.level(folded[span.start : span.end], inline=number > 0)
        glued = level is not None and len(spans) > 1 and span.end - span.start <= _GLUED_LENGTH
        if glued and level is not None:
            _enter(inner, level, document.text[span.start : span.end].strip().rstrip("。"))
            if number == 0 and level < 5:
                path[:] = inner
        kind = "heading" if glued and not re.search(r"\d", folded[span.start + 3 : span.end]) else "prose"
        section = tuple(text for _, text in inner)
        found.append(Sentence(span, line, section, _clauses(folded, span), "prose" if kind == "prose" else "heading"))
    return found


def _enter(path: list[tuple[int, str]], level: int, text: str) -> None:
    while path and path[-1][0] >= level:
        path.pop()
    path.append((level, text))


def _sentences(folded: str, line: Span) -> list[Span]:
    """Sentences of a line: they end behind 。！？ outside of brackets and quotes, or with the line."""
    spans, start, depth = [], line.start, 0
    for match in _TELLING.finditer(folded, *line):
        i, c = match.start(), match[0]
        if i < start:
            continue
        if c in _OPENING:
            depth += 1
        elif c in _CLOSING:
            depth = max(0, depth - 1)
        elif depth == 0 or not _closes(folded, i, line.end):
            depth = 0
            end = i + 1
            while end < line.end and folded[end] in "”’)」":
                end += 1
            spans.append(Span(start, end))
            start = end
    if folded[start : line.end].strip():
        spans.append(Span(start, line.end))
    elif spans:
        spans[-1] = Span(spans[-1].start, line.end)
    return [_strip(folded, span) for span in spans]


def _closes(folded: str, at: int, end: int) -> bool:
    """Whether the bracket open at `at` is closed soon: a lost bracket must not swallow the rest of the paragraph."""
    return any(c in _CLOSING for c in folded[at : min(end, at + 60)])


def _strip(folded: str, span: Span) -> Span:
    start, end = span
    while start < end and folded[start].isspace():
        start += 1
    while end > start and folded[end - 1].isspace():
        end -= 1
    return Span(start, end)


def _clauses(folded: str, sentence: Span) -> tuple[Span, ...]:
    """Clauses of a sentence: they end behind , ; and : that stand in no number (1,487) and no time (10:30)."""
    spans, start = [], sentence.start
    for mark in _CLAUSE_END.finditer(folded, *sentence):
        i = mark.start()
        if not (folded[i - 1 : i].isdigit() and folded[i + 1 : i + 2].isdigit()):
            spans.append(Span(start, i + 1))
            start = i + 1
    if start < sentence.end:
        spans.append(Span(start, sentence.end))
    return tuple(spans)

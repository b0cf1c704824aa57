"""Headings, sentences and clauses from strings."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

import plaintext
from corpus import builtin
from lawreport_cli import structure


def sentences(text: str):
    document = plaintext.document_of(text)
    return [
        (document.text[slice(*sentence.span)], sentence.kind, sentence.section)
        for sentence in structure.outline(document, builtin()).sentences
    ]


def test_the_ladder_gives_the_heading_path():
    found = sentences(
        "一、主要成效\n（一）依法决策\n1．健全制度。制定规章3件。\n（二）规范执法\n全年办案5件。\n二、不足\n力量不足。"
    )
    assert found[3] == ("制定规章3件。", "prose", ("一、主要成效", "（一）依法决策", "1．健全制度"))
    assert found[5][2] == ("一、主要成效", "（二）规范执法")
    assert found[7][2] == ("二、不足",)


def test_a_point_inside_a_paragraph_is_a_heading_for_its_own_sentences():
    found = sentences(
        "四、2025年工作安排\n2025年，抓好以下工作。一是强化学习。开展培训4期。二是规范执法。评查案卷50卷。"
    )
    assert [section[-1] for _, _, section in found[2:]] == [
        "一是强化学习",
        "一是强化学习",
        "二是规范执法",
        "二是规范执法",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "1.5万件案件在年内办结。",
        "一审案件120件，同比下降5%。",
        "全年办理案件120件，其中简易程序案件80件、普通程序案件40件，均已办结并及时送达当事人",
    ],
)
def test_no_heading(text):
    assert all(kind == "prose" for _, kind, _ in sentences(text))


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("受理87件。审结80件。", ["受理87件。", "审结80件。"]),
        ("提出“管好。用好。”的要求。落实3项。", ["提出“管好。用好。”的要求。", "落实3项。"]),
        ("办结率98.6%。满意率99%", ["办结率98.6%。", "满意率99%"]),
    ],
)
def test_where_sentences_end(text, parts):
    assert [part for part, _, _ in sentences(text)] == parts


def test_clauses_end_at_commas_that_stand_in_no_number():
    document = plaintext.document_of("罚没1,204万元,办案5件;受理3件")
    (sentence,) = structure.outline(document, builtin()).sentences
    assert [document.text[slice(*clause)] for clause in sentence.clauses] == ["罚没1,204万元,", "办案5件;", "受理3件"]


@given(st.text(alphabet="一二（）()1.、，。；：“”《》 件年是\n", max_size=80))
def test_sentences_are_ordered_disjoint_and_cover_all_that_is_not_blank(text):
    document = plaintext.document_of(text)
    spans = [sentence.span for sentence in structure.outline(document, builtin()).sentences]
    assert all(a.end <= b.start for a, b in pairwise(spans))
    covered = {place for span in spans for place in range(*span)}
    assert {i for i, c in enumerate(document.text) if not c.isspace()} <= covered

"""Examples inside pattern files: all built-in ones hold, and one that does not is told."""

from pathlib import Path

import pytest

from lawreport_cli import examples, patterns

RULE = """
[[rule]]
id = "name.{id}"
reason = "name"
right = '号通道'
examples = [{examples}]
counter = [{counter}]
"""
CUE = """
[[cue]]
id = "cue.direction.{id}"
where = "before"
says = {{ direction = "up", kind = "change" }}
words = ["猛增"]
examples = [{examples}]
counter = [{counter}]
"""


def _told(folder: Path, name: str, content: str) -> list[tuple[str, str]]:
    """Failures of a folder of one file, without those of built-in rules."""
    (folder / name).parent.mkdir(exist_ok=True)
    (folder / name).write_text(content, encoding="utf-8")
    own = {"name.gate", "cue.direction.leap"}
    return [(f.phrase, f.message) for f in examples.failures(patterns.load(folder)) if f.rule in own]


def test_every_built_in_example_holds():
    built_in = patterns.load()
    assert [f"{f.rule}: {f.phrase}: {f.message}" for f in examples.failures(built_in)] == []
    assert examples.count(built_in) > 500


@pytest.mark.parametrize(
    ("example", "counter", "message"),
    [
        ("开设⟦6⟧号通道", "开设⟦6⟧条通道", None),
        ("开设⟦6⟧条通道", "开设⟦7⟧条通道", "the rule does not match it"),
        ("开设⟦6号⟧通道", "开设⟦7⟧条通道", "no numeral stands between the marks"),
        ("《办事指南》⟦6⟧号通道", "开设⟦7⟧号通道", "the rule matches this counter-example"),
        ("《开设⟦6⟧号通道》", "开设⟦7⟧条通道", "says title of it before"),
    ],
)
def test_an_example_of_a_rule_that_does_not_hold_is_told(tmp_path, example, counter, message):
    told = _told(tmp_path, "nonclaims/00.toml", RULE.format(id="gate", examples=repr(example), counter=repr(counter)))
    assert len(told) == (message is not None)
    assert all(message in said for _, said in told)


@pytest.mark.parametrize(
    ("example", "counter", "message"),
    [
        ("案件同比猛增⟦35%⟧", "案件⟦35件⟧", None),
        ("案件⟦35件⟧", "案件⟦36件⟧", "no claim of it is as the cue says"),
        ("案件同比猛增⟦35%⟧", "来访同比猛增⟦36%⟧", "the claim of this counter-example is as the cue says"),
    ],
)
def test_an_example_of_a_cue_that_does_not_hold_is_told(tmp_path, example, counter, message):
    told = _told(tmp_path, "cues/00.toml", CUE.format(id="leap", examples=repr(example), counter=repr(counter)))
    assert [said for _, said in told] == ([message] if message else [])


def test_an_example_of_a_section_that_does_not_hold_is_told(tmp_path):
    (tmp_path / "sections.toml").write_text(
        '[[section]]\nid = "section.plan"\nsays = { modality = "planned" }\nwords = ["来年"]\nnot_words = ["完成"]\n'
        'examples = ["⟦五、来年打算⟧", "⟦五、明年打算⟧", "⟦来年打算完成情况⟧"]\n',
        encoding="utf-8",
    )
    told = [(f.phrase, f.message) for f in examples.failures(patterns.load(tmp_path)) if f.rule == "section.plan"]
    assert told == [
        ("⟦五、明年打算⟧", "none of the words stands in it"),
        ("⟦来年打算完成情况⟧", "a word of not_words stands in it"),
    ]

"""Every rule about numerals against its own examples and counter-examples, and against figures that must stay figures."""

from collections import Counter

import pytest

from lawreport_cli import numerals, patterns
from lawreport_cli.matching import NonClaims
from lawreport_cli.model import REASONS, Numeral
from lawreport_cli.reading.folding import fold
from lawreport_cli.rules import MARKED, NonClaimRule

RULES = patterns.load().nonclaims.rules
ALL = NonClaims(RULES)

# Figures in the words of officials, each close to a rule: none of them may be explained away.
FIGURES = """
全年召开⟦三⟧次专题会议
每季度至少⟦一⟧次
开展执法监督⟦一⟧次
受理行政复议案件⟦12345⟧件
调解纠纷⟦110⟧起
压缩至⟦3⟧个月
为期⟦三⟧年
连续⟦八⟧年获评优秀
连续⟦四⟧年
⟦5⟧个工作日内办结
⟦一⟧个工作日
在⟦24⟧小时内报告
占总数的三分之⟦一⟧
占全省的⟦1⟧/4左右
占全省的1/⟦4⟧左右
复议诉讼之比超过⟦2⟧:1
比值为⟦2.6⟧
列全省第⟦一⟧
位居全市第⟦二⟧名
全国100个城市第⟦10⟧名
位列前⟦三⟧
列第⟦3⟧位
⟦两⟧个地方标准通过审核
根据首违不罚⟦四⟧张清单
⟦四⟧家单位
⟦三⟧个区
⟦两⟧件案例入选
⟦两⟧项工作
分⟦七⟧期培训
⟦十二⟧个乡镇
⟦一百⟧余项
近⟦百⟧场活动
⟦百⟧余家企业
⟦十⟧个示范点
设立⟦十⟧大类37项
汇总为⟦10⟧大类37项
人均执法量⟦6⟧件
满分⟦三十⟧分
得分⟦85.51⟧分
⟦3000万⟧元
近⟦1亿⟧人
从⟦1⟧分提升至2分
由21个工作日压减至⟦3⟧个
报备规范性文件⟦6⟧件
第三方机构⟦3⟧家
一审案件⟦60⟧件
组建⟦一⟧支应急救援队伍
签订合同⟦一⟧份
执法清单⟦一⟧份
查处⟦一⟧起事故
执法系统⟦一⟧套
新增⟦一⟧个联系点
⟦八⟧成以上
超⟦五⟧成
⟦六⟧个部门
培训⟦8⟧期50个主题
培训8期⟦50⟧个主题
印发《条例》读本⟦2024⟧册
发放资料⟦2000⟧余份
上年结转⟦2023⟧件
增长⟦2.0⟧%
平均得分⟦4.0⟧分
配备设备⟦三⟧台
12345热线工单⟦655⟧件
办结率、满意率均为⟦100⟧%
公众号推送信息⟦365⟧条
开发小程序⟦3⟧个
APP⟦3⟧个
处罚金额合计⟦39.156万⟧元
行政处罚⟦2100⟧,占六成
新增⟦9⟧号以外案件
办理A类建议⟦18⟧件
涉及⟦2⟧市4县6个单位
共分⟦十一⟧批下放
受理⟦二十一⟧件事项
⟦3.2万⟧众参与
审计⟦二十三⟧项制度
培训⟦1千万⟧人次
培训⟦五⟧小时
用时⟦九⟧天
修订⟦四⟧项制度
发放资料⟦12345⟧册
学习⟦24⟧天
举办的⟦三⟧期、四期培训班
仅调解⟦一⟧起,
抽检⟦一⟧批次
新增⟦三⟧项清单
""".strip().splitlines()


def _numeral(marked: str) -> tuple[str, Numeral]:
    """The folded phrase and its marked numeral."""
    text = fold(marked.replace("⟦", "").replace("⟧", ""))
    start = marked.index("⟦")
    end = start + len(MARKED.findall(marked)[0])
    found = numerals.find(text, text)
    for numeral in found:
        if numeral.span == (start, end):
            return text, numeral
    seen = [text[n.span.start : n.span.end] for n in found]
    pytest.fail(f"{marked}: no numeral stands between the marks; the numerals here are {seen}. Move the marks.")


def _phrases(rules: tuple[NonClaimRule, ...], field: str) -> list[object]:
    return [pytest.param(rule, phrase, id=f"{rule.id}: {phrase}") for rule in rules for phrase in getattr(rule, field)]


def _matched_by(rules: NonClaims, marked: str) -> NonClaimRule | None:
    text, numeral = _numeral(marked)
    return rules.first(text, *numeral.span, numeral.script)


@pytest.mark.parametrize(("rule", "phrase"), _phrases(RULES, "examples"))
def test_an_example_is_matched_by_its_rule_alone(rule: NonClaimRule, phrase: str) -> None:
    assert _matched_by(NonClaims((rule,)), phrase) is rule, (
        f"{rule.id} does not match its example {phrase}: widen the rule, or take the example out"
    )


@pytest.mark.parametrize(("rule", "phrase"), _phrases(RULES, "examples"))
def test_an_example_has_the_reason_of_its_rule_among_all_rules(rule: NonClaimRule, phrase: str) -> None:
    winner = _matched_by(ALL, phrase)
    assert winner is not None
    assert winner.reason == rule.reason, (
        f"{winner.id} says {winner.reason} of {phrase}, before {rule.id} ({rule.reason}) is asked: "
        f"narrow {winner.id}, or move {rule.id} to an earlier file"
    )


@pytest.mark.parametrize(("rule", "phrase"), _phrases(RULES, "counter"))
def test_a_counter_example_is_not_matched(rule: NonClaimRule, phrase: str) -> None:
    assert _matched_by(NonClaims((rule,)), phrase) is None, (
        f"{rule.id} matches its counter-example {phrase}: narrow the rule"
    )


@pytest.mark.parametrize("phrase", FIGURES)
def test_a_figure_is_not_explained_away(phrase: str) -> None:
    winner = _matched_by(ALL, phrase)
    assert winner is None, f"{winner.id} ({winner.reason}) takes the figure of {phrase}: narrow it"


def test_every_rule_has_a_counter_example() -> None:
    assert [rule.id for rule in RULES if not rule.counter] == []


def test_every_reason_is_given_by_some_rule() -> None:
    assert set(REASONS) == {rule.reason for rule in RULES}


def test_no_word_is_written_twice_for_one_reason() -> None:
    words = Counter((rule.id, word) for rule in RULES for word in rule.words)
    assert [word for word, times in words.items() if times > 1] == []


@pytest.mark.parametrize("tag", ["v", "vn", "n", "s", "t", "d", "p", "c", "u", "r", "q", "a"])
def test_the_lexicon_has_words_of_each_part_of_speech(tag: str) -> None:
    assert sum(1 for found, _ in patterns.load().lexicon.values() if found == tag) >= 10


def test_the_lexicon_names_only_parts_of_speech_that_are_explained() -> None:
    tags = {tag for tag, _ in patterns.load().lexicon.values()}
    assert tags <= {"v", "vn", "n", "s", "t", "d", "p", "c", "u", "r", "q", "a"}

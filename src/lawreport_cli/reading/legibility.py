"""Fonts that lie: takes the text of a page, gives what is wrong with it where it cannot be what the page shows.

A font may map its drawings to any character: to none, to private ones, digits to punctuation, all to one. What comes out
looks like text and holds no figure, or wrong ones.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence

# The commonest characters of written Chinese, and of this genre: three in four of any report.
_COMMON = frozenset(
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经十三之"
    "进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日那社义事平形相全表间样与"
    "关各重新线内数正心反你明看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想已通并提直题党程展五果料象员革位入常"
    "文总次品式活设及管特件长求老头基资边流路级少图山统接知较将组见计别手角期根论运农指几九区强放决西被干做必战先回则任取据处队南给色光门"
    "即保治北造百规热领七海口东导器压志世金增争济阶思术极交受联什认六共权收证改清己美再采转更单风切打白教速花带安场身车例真务具万每目至达"
    "走积示议声报完类八离华名确才科张信马节话米整空元况今集传土许步群广石记需段研界拉林律究观越织装影算低持音众书布复容儿须际商非验连断深"
    "难近千周委素技备半办青省列习响约支般史感劳便团往历市克何除消构府称太准精值号率族维划选标写存候亲快效院查江型按格养易置派层片始却专状"
    "育厂京识适属包火住调满县局照参红细引听该价严罚监督诉讼审案裁执违章废止予纠纷培训镇乡村街道申请检察"
)
_FEW = 30  # Chinese characters: fewer prove nothing
_RARE = 0.2  # share of common ones among the Chinese characters; of real pages the least is 0.6
_ALIKE = 0.5  # share of one character; in real pages the commonest takes up to 0.2
_STRANGE = 0.3  # share of characters without meaning
_ILLEGIBLE = 0.5  # the same, where nothing of the page can be trusted
_ONE_SCRIPT = 0.8  # share of one script among characters that no Chinese report holds
_PARTS_OF_SCRIPT = 2  # of 256 places each: Arabic has its letters in one and their forms in another
_ALL_SIGNS = 0.2  # share of signs where nothing is Chinese: programs and forms have less, garbage has more
_MANY_DIGITS = 12  # all of them the same
_MANY_KINDS = 60  # different common characters: garbage has fewer
_GLANCE = 300  # characters, which hold so many kinds on nearly all pages
_FIGURES = 3  # gaps or signs where figures should stand
_KINDS = 3  # more kinds of private characters are no bullets
_RARE_SIGNS = "!\"#$&'*+<=>?@\\^_`{|}~"

_DIGITS = frozenset("0123456789")
_HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
_ODD = re.compile(  # what no report is printed in, or no meaning at all; reports are in Latin, Greek, Cyrillic, signs, CJK, Hangul, full-width forms
    "[^\u0000-\u052f\u1e00-\u2bff\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe00-\ufe6f\ufeff\uff01-\uffee\U0001f000-\U0003ffff]"
)
_NO_FIGURE = re.compile(
    r"[\u4e00-\u9fff] ?[\ue000-\uf8ff\ufffd\U000f0000-\U0010fffd][ \ue000-\uf8ff\ufffd\U000f0000-\U0010fffd.]*(?=[\u4e00-\u9fff%％])"
)
_SIGNS = re.compile(
    r"""[\u4e00-\u9fff] ?[!-/:-@\[-`{-~]*[!"#$&'*+<=>?@\\^_`{|}~][ !-/:-@\[-`{-~]*(?=[\u4e00-\u9fff%])"""
)
_PRIVATE = re.compile("[\ue000-\uf8ff\ufffd\U000f0000-\U0010fffd]")


def is_illegible(text: str) -> bool:
    """Nothing of the page can be trusted: half of its characters or more have no meaning."""
    if _is_plainly_sound(text):
        return False
    counts = _counts(text)
    strange = _strange(counts)
    return strange >= _FEW and strange > _ILLEGIBLE * counts.total()


def doubt(text: str) -> str | None:
    """Why the text of a page cannot be what the page shows, in plain English; null where nothing speaks against it."""
    if _is_plainly_sound(text):
        return None
    counts = _counts(text)
    if _strange(counts) > max(_FIGURES, _STRANGE * counts.total()):
        return "many of its characters have no meaning"
    kinds = "".join(counts)
    han = [counts[char] for char in _HAN.findall(kinds)]
    chinese = sum(han)
    if chinese >= _FEW:
        if sum(map(counts.__getitem__, _COMMON.intersection(counts))) < _RARE * chinese:
            return "its characters are not those of Chinese text"
        if max(han) > _ALIKE * chinese:
            return "one character stands for many"
    digits = [counts[digit] for digit in "0123456789"]
    if sum(digits) >= _MANY_DIGITS and max(digits[1:]) == sum(digits):
        return "all its digits are the same"
    private = [counts[char] for char in _PRIVATE.findall(kinds)]
    if private and (len(_NO_FIGURE.findall(text)) >= _FIGURES or _are_many(private, _MANY_DIGITS)):
        return "characters without meaning stand where figures should"
    signs = [counts[sign] for sign in _RARE_SIGNS if sign in counts]
    few = _ALL_SIGNS * counts.total() if chinese < _FEW else sum(digits)
    if _are_many(signs, max(_MANY_DIGITS, few)) or (
        sum(signs) >= max(_FIGURES, sum(digits)) and len(_SIGNS.findall(text)) >= max(_FIGURES, sum(digits))
    ):
        return "signs stand where figures should"
    return "it holds (cid:…) in place of characters" if "(cid:" in text else None


def _is_plainly_sound(text: str) -> bool:
    """At a glance, for nearly all pages: many common characters, digits, nothing odd."""
    return (
        any(len(_COMMON.intersection(part)) >= _MANY_KINDS for part in (text[:_GLANCE], text))
        and sum(digit in text for digit in _DIGITS) > 1
        and sum(sign in text for sign in _RARE_SIGNS) < _KINDS
        and not _ODD.search(text)
        and "(cid:" not in text
    )


def _are_many(counts: Sequence[int], least: float) -> bool:
    return len(counts) > _KINDS and sum(counts) >= least


def _counts(text: str) -> Counter[str]:
    counts = Counter(text)
    for space in (" ", "\r", "\n", "\t", "\u00a0", "\u3000"):
        counts.pop(space, None)
    return counts


def _strange(counts: Counter[str]) -> int:
    """How many characters have no meaning. Letters of one other script, as of a report in Tibetan or Uyghur, have one;
    garbage is spread over many scripts."""
    strange = 0
    scripts: Counter[int] = Counter()
    for char in _ODD.findall("".join(counts)):
        category = unicodedata.category(char)
        if category not in ("Cf", "Mn"):
            strange += counts[char]
            if category[0] in "LMNP":
                scripts[ord(char) >> 8] += counts[char]
    letters = sum(count for _, count in scripts.most_common(_PARTS_OF_SCRIPT))
    return strange - letters if letters > _ONE_SCRIPT * strange else strange

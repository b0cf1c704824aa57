"""Full-width forms and radicals as the characters they stand for: takes a text, gives one of the same length.

Not NFKC: that lengthens ㎡, ℃, ⑴ and hundreds more, and spans of the folded text must be spans of the printed one.
"""

import re
import unicodedata

_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}  # ！ to ～
_SIGNS = {
    "\u3000": " ",  # ideographic space
    "\u00a0": " ",  # no-break space
    "￥": "¥",
    "￠": "¢",
    "￡": "£",
    "￢": "¬",
    "￤": "¦",
    "∶": ":",  # ratio sign, typed for a colon
    "﹪": "%",
    "﹐": ",",
    "﹒": ".",
    "﹔": ";",
    "﹕": ":",
    "﹙": "(",
    "﹚": ")",
}
# CJK Radicals Supplement: Unicode's EquivalentUnifiedIdeograph. NFKC knows two of them.
_SUPPLEMENT = (
    "⺁厂 ⺂乛 ⺃乚 ⺄乙 ⺅亻 ⺆冂 ⺇几 ⺈刀 ⺉刂 ⺊卜 ⺋㔾 ⺌小 ⺍小 ⺎兀 ⺏尣 ⺐尢 ⺑尣 ⺒巳 ⺓幺 ⺔彑 ⺕彐 ⺖忄 ⺗心 ⺘扌 ⺙攵 ⺛旡 ⺜日 ⺝月 ⺞歺 ⺟母 ⺠民 "
    "⺡氵 ⺢氺 ⺣灬 ⺤爫 ⺥爫 ⺦丬 ⺧牛 ⺨犭 ⺩王 ⺪疋 ⺫目 ⺬示 ⺭礻 ⺮竹 ⺯糹 ⺰纟 ⺱罓 ⺲罒 ⺳㓁 ⺴罓 ⺵㓁 ⺶羊 ⺷羊 ⺸羊 ⺹耂 ⺺肀 ⺻聿 ⺼肉 ⺽臼 ⺾艹 ⺿艹 "
    "⻀艹 ⻁虎 ⻂衤 ⻃覀 ⻄西 ⻅见 ⻆角 ⻇角 ⻈讠 ⻉贝 ⻊足 ⻋车 ⻌辶 ⻍辶 ⻎辶 ⻏阝 ⻐钅 ⻑長 ⻒镸 ⻓长 ⻔门 ⻕阝 ⻖阝 ⻗雨 ⻘青 ⻙韦 ⻚页 ⻛风 ⻜飞 ⻝食 ⻞飠 "
    "⻟飠 ⻠饣 ⻡首 ⻢马 ⻣骨 ⻤鬼 ⻥鱼 ⻦鸟 ⻧卤 ⻨麦 ⻩黄 ⻪黾 ⻫斉 ⻬齐 ⻭歯 ⻮齿 ⻯竜 ⻰龙 ⻱龜 ⻲亀 ⻳龟"
)


def _table() -> dict[int, int]:
    table = dict(_FULL_WIDTH)
    table |= {ord(printed): ord(plain) for printed, plain in _SIGNS.items()}
    for code in range(0x2F00, 0x2FD6):  # Kangxi radicals
        plain = unicodedata.normalize("NFKC", chr(code))
        if len(plain) == 1:
            table[code] = ord(plain)
    table |= {ord(pair[0]): ord(pair[1]) for pair in _SUPPLEMENT.split()}
    return table


_TABLE = {chr(printed): chr(plain) for printed, plain in _table().items()}
_FOLDED = re.compile(f"[{re.escape(''.join(_TABLE))}]")


def fold(text: str) -> str:
    """The text with full-width forms, odd spaces and radicals as plain characters; the length stays the same.

    Chinese punctuation that says something of its own (。、《》“”‘’—) stays.
    """
    for printed in set(_FOLDED.findall(text)):  # few kinds: four times as fast as str.translate
        text = text.replace(printed, _TABLE[printed])
    return text

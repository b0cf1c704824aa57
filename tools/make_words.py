"""Makes src/lawreport_cli/claims/words.tsv: takes the dictionary inside jieba, gives its frequent words.

Words of two to five characters that occur a hundred times and more are a tenth of its words. They load in a fraction of
the time, leave rare readings of common strings out, and stay the same when jieba changes.
"""

import re
from importlib.metadata import version
from pathlib import Path

import jieba

PATH = Path(__file__).resolve().parent.parent / "src" / "lawreport_cli" / "claims" / "words.tsv"
FREQUENT = re.compile(r"^(\S{2,5}) (\d{3,}) (\S+)$", re.MULTILINE)
# jieba's parts of speech, most by their first letter, as those of patterns/lexicon.tsv
WHOLE = {"vn": "vn", "ad": "d", "an": "n"}
FIRST = {
    **dict.fromkeys("njilgx", "n"), **dict.fromkeys("abz", "a"), **dict.fromkeys("qm", "q"), **dict.fromkeys("ufyoekh", "u"),
    **{letter: letter for letter in "vdtspcr"}
}  # fmt: skip


def main() -> None:
    dictionary = (Path(jieba.__file__).parent / "dict.txt").read_text(encoding="utf-8")
    found = FREQUENT.findall(dictionary)
    rows = [f"{word}\t{WHOLE.get(tag) or FIRST.get(tag[0], 'n')}\t{count}" for word, count, tag in found]
    PATH.write_text("\n".join(rows), encoding="utf-8")
    print(f"{PATH.name}: {len(rows)} words of jieba {version('jieba')} (Sun Junyi, MIT licence)")


if __name__ == "__main__":
    main()

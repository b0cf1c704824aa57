"""Writers: each takes records, gives one form of output.

`jsonl`, `json` and `csv` have one function, `chunks`: it takes documents, each the lines of JSON of its records, and
gives pieces of text as soon as a document is there.
"""

"""The articles: read once from JSON Lines, handed to every system with the same fields."""
import json
import os
import re

FIELDS = ("id", "title", "date", "source", "authors", "url", "text")
FIELD_END, PARAGRAPH = "\x1f", "\x1e"
UNFIT = re.compile("[\x00-\x09\x0b-\x1f\x7f\ud800-\udfff]")


class Corpus:
    """One JSON Lines file and what it holds. bytes_text is the UTF-8 length of the articles' bodies."""

    def __init__(self, paths, path, limit=None):
        """Copies the first `limit` articles of all `paths` to the file `path`, line by line as they are."""
        self.path, self.articles, self.bytes_text = path, 0, 0
        with open(path, "wb") as out:
            for line in _lines(paths):
                if limit is not None and self.articles >= limit:
                    break
                out.write(line.rstrip(b"\n") + b"\n")
                self.articles += 1
                self.bytes_text += len(article(line)["text"].encode())
        self.bytes_file = os.path.getsize(path)

    def __iter__(self):
        with open(self.path, "rb") as lines:
            for line in lines:
                yield article(line)


def _lines(paths):
    for path in paths:
        with open(path, "rb") as lines:
            yield from (line for line in lines if line.strip())


def article(line):
    """The record of one JSON line: every field a string, without control characters but the newline."""
    record = json.loads(line)
    return {field: _text(record.get(field)) for field in FIELDS}


def _text(value):
    if isinstance(value, list):
        value = "; ".join(map(str, value))
    return "" if value is None else UNFIT.sub(" ", str(value).replace("\r\n", "\n"))


def write_flat(corpus, path):
    """One article a line, fields apart by FIELD_END, newlines as PARAGRAPH: costs a reader next to nothing."""
    with open(path, "w", encoding="utf-8", newline="\n") as out:
        for record in corpus:
            fields = (record[field].replace("\n", PARAGRAPH) for field in FIELDS)
            out.write(FIELD_END.join(fields) + "\n")


def read_flat(path):
    with open(path, encoding="utf-8", newline="\n") as lines:
        for line in lines:
            yield line.rstrip("\n").replace(PARAGRAPH, "\n").split(FIELD_END)

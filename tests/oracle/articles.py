"""The articles as lists of words, and which article has which word.

The lists of words are what answers are worked out from; the indexes over them only say which articles need not be
looked at."""

import gc
import json
from array import array
from bisect import bisect_right
from calendar import monthrange
from collections import defaultdict

import sentences
import stemmer
from tokens import JOINED, Memo, Tokenizer, fold_value

FIELD_GAP = 100  # between title and text, and between two values of a field

KEYS = {"id": "id", "title": "title", "text": "text", "date": "date", "source": "source", "section": "section",
        "author": "authors", "url": "url", "lang": "language", "person": "persons", "org": "organizations",
        "location": "locations", "topic": "topics", "dateline": "dateline"}
TAGS = ("person", "org", "location")
NAMES = TAGS + ("source", "section", "author", "topic", "dateline", "about")
STREAMS = ("text", "title") + NAMES  # `text` is title and text


class Stream:
    """Words and their positions. Joined forms stand at the positions of both their parts."""

    def __init__(self):
        self.positions = array("I")
        self.terms = []
        self.cased = []
        self.sentences = array("I")  # where they begin
        self.paragraphs = array("I")
        self.end = 1  # the position of the next word

    def append(self, text, one_sentence=False):
        """Adds a text, behind a gap if it is not the first."""
        reader = Tokenizer(text, self.end)
        words = [token for token in reader.tokens if token.kind != JOINED]
        joined = [token for token in reader.tokens if token.kind == JOINED]
        for tokens, behind in ((words, 0), (joined, 0), (joined, 1)):
            self.positions.extend([token.position + behind for token in tokens])
            self.terms += [token.term for token in tokens]
            self.cased += [token.cased for token in tokens]
        begin = [token.position for token in words[:1]]
        in_sentences, in_paragraphs = (begin, begin) if one_sentence else sentences.starts(text, words)
        self.sentences.extend(in_sentences)
        self.paragraphs.extend(in_paragraphs)
        self.end = reader.position + FIELD_GAP

    def places(self, wanted, cased):
        """The positions of the words that are wanted."""
        words = self.cased if cased else self.terms
        return {position for position, word in zip(self.positions, words) if word in wanted}

    def unit(self, reach, span):
        """The sentence or paragraph that holds the whole span, or None."""
        begins = self.sentences if reach == "S" else self.paragraphs
        first, last = (bisect_right(begins, position) for position in span)
        return first if first == last else None


def read_names(values):
    stream = Stream()
    for value in values:
        stream.append(value)
    return stream


# Many articles have the same names.
NAMES_STREAMS = Memo(read_names)
FOLDED_VALUES = Memo(fold_value)


class Article:
    def __init__(self, record):
        self.values = {field: list(read_values(record.get(key))) for field, key in KEYS.items()}
        tags = {field: list(read_tags(record.get(KEYS[field]))) for field in TAGS}
        self.main = {field: {FOLDED_VALUES[tag["name"]] for tag in tags[field] if tag.get("main")} for field in TAGS}
        self.values["about"] = [tag["name"] for field in TAGS for tag in tags[field] if tag.get("main")]
        self.values["by"] = sorted({tag["by"] for field in TAGS for tag in tags[field]})
        self.date = "".join(c for c in record.get("date", "") if c.isdigit())
        self.interval = interval(self.date) if self.date else None
        self.streams = {}
        self.exact = {field: {FOLDED_VALUES[value] for value in self.values[field]} for field in NAMES}
        self.read()

    def read(self):
        text = Stream()
        title = Stream()
        for value in self.values["title"]:
            title.append(value, one_sentence=True)
            text.append(value, one_sentence=True)
        if not self.values["title"]:
            text.append("")
        for value in self.values["text"]:
            text.append(value)
        self.streams = {"text": text, "title": title}
        for field in NAMES:
            if self.values[field]:
                self.streams[field] = NAMES_STREAMS[tuple(self.values[field])]

    @property
    def id(self):
        return self.values["id"][0]


def interval(date):
    """The first and the last second of a date, as digits."""
    first = last = date.replace("-", "")
    if len(last) == 6:
        last += "%02d" % monthrange(int(last[:4]), int(last[4:]))[1]
    return first + "00000101000000"[len(first):], last + "00001231235959"[len(last):]


def read_values(value):
    """The values of a key: one, several, or tags with their origin."""
    for item in value if isinstance(value, list) else [value] if value else []:
        yield item["name"] if isinstance(item, dict) else item


def read_tags(value):
    """The tags of a key; a bare name is given."""
    for item in value or []:
        yield item if isinstance(item, dict) else {"name": item, "by": "dump"}


def invert(pairs):
    """Article numbers by key, from (number, keys) in the order of numbers."""
    index = defaultdict(lambda: array("I"))
    for number, keys in pairs:
        for key in keys:
            index[key].append(number)
    return dict(index)


class Collection:
    def __init__(self, records):
        self.articles = [Article(record) for record in records]
        self.all = frozenset(range(len(self.articles)))
        self.index = {stream: invert((number, set(article.streams[stream].terms) if stream in article.streams else ())
                                     for number, article in enumerate(self.articles)) for stream in STREAMS}
        self.exact = {field: invert((number, article.exact[field]) for number, article in enumerate(self.articles))
                      for field in NAMES}
        self.values = {field: invert((number, article.values[field]) for number, article in enumerate(self.articles))
                       for field in (*KEYS, "about", "by")}
        self.by_stem = defaultdict(set)
        for term in self.index["text"]:
            if is_stemmed(term):
                self.by_stem[stemmer.stem(term)].add(term)

    @classmethod
    def read(cls, path):
        gc.disable()  # nothing of all this is garbage
        try:
            with open(path, encoding="utf-8") as file:
                return cls(map(json.loads, file))
        finally:
            gc.freeze()
            gc.enable()

    def forms(self, word):
        """The words that share the stem of this one, which is one of them in any case."""
        return self.by_stem.get(stemmer.stem(word), set()) | {word} if is_stemmed(word) else {word}


def is_stemmed(term):
    """Words of letters only, of more than one."""
    return len(term) > 1 and ALL_LETTERS[term]


ALL_LETTERS = Memo(lambda term: all(c > "\x7f" or c.isalpha() for c in term))

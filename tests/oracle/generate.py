"""Queries made from the articles themselves, so that most of them find something."""

import random
import re

from articles import NAMES
from language import ANY_WORD, All, And, Date, Field, Has, Leaf, Near, Not, Or, Pattern
from tokens import JOINED, tokenize

HAS = ("title", "text", "date", "section", "author", "url", "lang", "person", "org", "location", "topic", "dateline",
       "actor", "about", "by")
UNQUOTABLE = re.compile(r'["“”„«»「」『』*?\\]')
CHUNK = re.compile(r"""\w[^\s()"“”„«»「」『』*?=~:<>]*""")
PROXIMITY = re.compile("(w|pre|near)/", re.IGNORECASE)
OPERATORS = ("AND", "OR", "NOT", "NEAR")


class Passage:
    """A text of an article, out of which pieces of a query are cut."""

    def __init__(self, text):
        self.text = text
        self.words = [token for token in tokenize(text) if token.kind != JOINED]

    def cut(self, first, last):
        """The text from one word to another as it may stand in quotes."""
        piece = " ".join(self.text[self.words[first].start:self.words[last].end].split())
        return " ".join(token.term for token in self.words[first:last + 1]) if UNQUOTABLE.search(piece) else piece


class Generator:
    def __init__(self, collection, seed):
        self.collection = collection
        self.random = random.Random(seed)
        self.bands = make_bands(collection.index["text"])

    # ---- Chances ----

    def chance(self, of_hundred):
        return self.random.random() * 100 < of_hundred

    def pick(self, **weights):
        """A name, by weight."""
        return self.random.choices(list(weights), list(weights.values()))[0]

    def passage(self, title=False):
        """A text that has words, of any article."""
        while True:
            article = self.random.choice(self.collection.articles)
            values = article.values["title" if title or self.chance(15) else "text"]
            passage = Passage(values[0] if values else "")
            if passage.words:
                return passage

    def spot(self, passage):
        """The number of a word, rather a rare one."""
        index = self.collection.index["text"]
        spots = [self.random.randrange(len(passage.words)) for _ in range(self.random.choice((1, 2, 3, 3, 6)))]
        return min(spots, key=lambda spot: len(index[passage.words[spot].term]))

    # ---- Words ----

    def word_from(self, passage, at):
        """A word of the passage, a form of it, or any word of the archive."""
        term = passage.words[at].term
        kind = self.pick(same=70, form=15, other=15)
        if kind == "form":
            return self.random.choice(sorted(self.collection.forms(term)))
        band = self.pick(common=2, middling=5, rare=4, absent=1)
        return term if kind == "same" else self.random.choice(self.bands[band])

    def leaf(self, passage, at):
        make = {"word": self.make_word, "literal": self.make_literal, "phrase": self.make_phrase,
                "wild": self.make_wild, "fuzzy": self.make_fuzzy, "cased": self.make_cased, "chunk": self.make_chunk,
                "gapped": self.make_gapped}
        kind = self.pick(word=40, literal=8, phrase=18, wild=13, fuzzy=5, cased=8, chunk=5, gapped=3)
        return make[kind](passage, at)

    def make_word(self, passage, at):
        return Leaf("word", (self.capitals(self.word_from(passage, at)),))

    def capitals(self, word):
        changed = self.random.choice((word, word, word.upper(), word.capitalize()))
        return word if changed in OPERATORS else changed

    def make_literal(self, passage, at):
        return Leaf("literal", (self.word_from(passage, at),))

    def make_phrase(self, passage, at):
        """Words as they stand, or with one replaced."""
        last = min(at + self.random.choice((1, 1, 1, 2, 2, 3, 5)), len(passage.words) - 1)
        if self.chance(12):
            terms = [token.term for token in passage.words[at:last + 1]]
            terms[self.random.randrange(len(terms))] = self.word_from(passage, at)
            return Leaf("phrase", (" ".join(terms),))
        piece = passage.cut(at, last)
        return Leaf(self.pick(phrase=9, exact=1), (piece.lower() if self.chance(40) else piece,))

    def make_gapped(self, passage, at):
        """A phrase with any one word within, or with wildcards in one of its words."""
        last = min(at + self.random.choice((2, 2, 3)), len(passage.words) - 1)
        parts = [token.term for token in passage.words[at:last + 1]]
        inner = self.random.randrange(len(parts))
        wild = self.wildcards(parts[inner], quoted=True)
        if 0 < inner < len(parts) - 1 and self.chance(60):
            parts[inner] = ANY_WORD
        elif wild:
            parts[inner] = Pattern(wild)
        return Leaf("phrase", tuple(parts))

    def wildcards(self, term, quoted=False):
        """The word with wildcards in it, or None."""
        if not re.fullmatch("[a-z]{4,}", term):
            return None
        kind = self.pick(prefix=40, suffix=15, infix=15, one=20, both=10)
        keep = self.random.randint(2, len(term) - 1)
        if kind == "prefix":
            return term[:keep] + "*"
        if kind == "suffix":
            return "*" + term[-keep:]
        if kind == "infix":
            return term[:keep] + "*" + term[-1:]
        one = self.random.randrange(len(term) - 1)
        if kind == "one" or quoted:
            return term[:one] + "?" + term[one + 1:]
        return "*" + term[1:-1] + "?"

    def make_wild(self, passage, at):
        wild = self.wildcards(passage.words[at].term)
        return Leaf("word", (Pattern(wild),)) if wild else self.make_word(passage, at)

    def make_fuzzy(self, passage, at):
        """A word of the passage, mostly misspelled."""
        term = passage.words[at].term
        if not re.fullmatch("[a-z]{3,}", term):
            return self.make_word(passage, at)
        return Leaf("fuzzy", (self.misspelled(term) if self.chance(80) else term,))

    def misspelled(self, term):
        at = self.random.randrange(len(term) - 1)
        letter = self.random.choice("aeinrst")
        wrong = {"replace": term[:at] + letter + term[at + 1:], "insert": term[:at] + letter + term[at:],
                 "swap": term[:at] + term[at + 1] + term[at] + term[at + 2:],
                 "drop": term[:at] + term[at + 1:]}[self.pick(replace=1, insert=1, swap=1, drop=1)]
        return wrong if len(wrong) > 2 else term

    def make_cased(self, passage, at):
        """A word or phrase with its capitals, or with others."""
        token = passage.words[at]
        if self.chance(25):
            last = min(at + self.random.randint(1, 2), len(passage.words) - 1)
            return Field("cs", Leaf("phrase", (passage.cut(at, last),)))
        wild = self.wildcards(token.term)
        if wild and self.chance(20):
            return Field("cs", Leaf("word", (Pattern(wild.capitalize() if token.cased[0].isupper() else wild),)))
        word = Leaf("word", (self.random.choice((token.cased, token.cased, self.capitals(token.term))),))
        if self.chance(15):
            other = self.random.choice(passage.words).cased
            return Field("cs", Or((word, Leaf("word", (other,)))) if other not in OPERATORS else word)
        return Field("cs", word)

    def make_chunk(self, passage, at):
        """What stands between two spaces: compounds, initials, addresses."""
        chunk = CHUNK.match(passage.text, passage.words[at].start)
        chunk = re.sub(r"[^\w.]+$", "", chunk[0]) if chunk else ""
        if not tokenize(chunk) or chunk in OPERATORS or PROXIMITY.match(chunk):
            return self.make_word(passage, at)
        return Leaf(self.pick(word=4, literal=1), (chunk,))

    # ---- Proximity ----

    def near(self, passage, at=None, depth=0):
        """Two things that stand near each other in the passage, and a reach that may just not do."""
        at = self.spot(passage) if at is None else at
        far = self.random.choice((1, 1, 2, 2, 3, 4, 5, 7, 10, 15, 30))
        other = max(0, min(len(passage.words) - 1, at + self.random.choice((far, -far))))
        negated, ordered = self.chance(18), self.chance(35)
        if ordered and self.chance(75):
            at, other = min(at, other), max(at, other)
        left = self.operand(passage, at, depth, groups=True)
        right = self.operand(passage, other, depth, groups=not negated)
        return Near(left, right, self.reach(abs(at - other)), ordered, negated)

    def reach(self, far):
        kind = self.pick(exact=40, small=15, wide=12, huge=3, sentence=17, paragraph=13)
        return {"exact": max(1, far), "small": self.random.randint(1, 5), "wide": self.random.randint(5, 40),
                "huge": self.random.choice((100, 101, 250, 1000)), "sentence": "S", "paragraph": "P"}[kind]

    def operand(self, passage, at, depth, groups):
        """groups: may be a group with AND."""
        kind = self.pick(leaf=64, either=14, both=8 if groups else 0, near=14 if depth < 2 else 0)
        if kind == "near":
            return self.nested(passage, at, depth + 1, groups)
        if kind == "leaf":
            return self.leaf(passage, at)
        children = (self.leaf(passage, at), self.leaf(passage, self.spot(passage)))
        return Or(children) if kind == "either" else And(children)

    def nested(self, passage, at, depth, groups):
        near = self.near(passage, at, depth)
        while not groups and has_and(near):
            near = self.near(passage, at, depth)
        return near

    # ---- Fields and filters ----

    def in_title(self):
        passage = self.passage(title=True)
        kind = self.pick(leaf=50, near=25, group=25)
        if kind == "near":
            near = self.near(passage, depth=1)
            return Field("title", near, spread=self.chance(30) and not has_and(near))
        if kind == "leaf":
            return Field("title", self.leaf(passage, self.spot(passage)))
        leaves = tuple(self.leaf(passage, self.spot(passage)) for _ in range(2))
        return Field("title", Or(leaves) if self.chance(50) else And(leaves))

    def in_names(self):
        article = self.random.choice(self.collection.articles)
        fields = [field for field in NAMES if article.values[field]]
        if not fields:
            return self.date()
        if self.chance(10) and article.values["by"]:
            return Field("by", Leaf("word", (self.random.choice(("dump", "tagger", "inherited")),)))
        field = self.random.choice(fields)
        value = self.random.choice(article.values[field])
        passage = Passage(value)
        if not passage.words:
            return self.date()
        shown = "actor" if field in ("person", "org") and self.chance(30) else field
        return Field(shown, self.names_leaf(passage, Passage(self.random.choice(article.values[field]))))

    def names_leaf(self, passage, other):
        at = self.random.randrange(len(passage.words))
        kind = self.pick(word=30, phrase=20, exact=25, wild=8, fuzzy=5, near=7, either=5)
        if kind == "word":
            return Leaf("word", (passage.words[at].term,))
        if kind in ("phrase", "exact"):
            return Leaf(kind, (passage.cut(0 if kind == "exact" else at, len(passage.words) - 1),))
        if kind == "wild":
            return self.make_wild(passage, at)
        if kind == "fuzzy":
            return self.make_fuzzy(passage, at)
        there = Leaf("word", ((other.words or passage.words)[0].term,))
        here = Leaf("word", (passage.words[at].term,))
        if kind == "either":
            return Or((here, there))
        reach = self.random.choice((1, 2, 3, 99, 100, 101, 102, 105))
        return Near(here, there, reach, self.chance(30), self.chance(20))

    def date(self):
        dates = [article.values["date"][0] for article in self.random.choices(self.collection.articles, k=20)
                 if article.values["date"]]
        if not dates:
            return All()
        first, last = sorted(date[:self.random.choice((4, 7, 10))] for date in self.random.choices(dates, k=2))
        kind = self.pick(date=35, range=30, open=15, before=10, after=10)
        if kind == "range":
            return Date("date", first, last)
        if kind == "open":
            return Date("date", *self.random.choice(((first, ""), ("", last))))
        return Date(kind, first)

    def filter(self):
        kind = self.pick(names=50, date=30, has=12, id=3, lang=3, all=2)
        if kind == "has":
            return Has(self.random.choice(HAS))
        if kind == "id":
            name = self.random.choice(self.collection.articles).id
            return Field("id", Leaf("word", (Pattern(name[:-1] + "*") if self.chance(40) else name,)))
        if kind == "lang":
            return Field("lang", Leaf(self.pick(word=1, literal=1), (self.random.choice(("en", "en-GB", "fr")),)))
        return {"names": self.in_names, "date": self.date, "all": All}[kind]()

    # ---- Queries ----

    def part(self, passage, depth=0):
        kind = self.pick(leaf=40, near=30, title=8, filter=12, group=10 if depth < 2 else 0)
        if kind == "leaf":
            return self.leaf(passage, self.spot(passage))
        if kind == "near":
            return self.near(passage)
        if kind == "group":
            return self.query(passage, depth + 1)
        return self.in_title() if kind == "title" else self.filter()

    def query(self, passage=None, depth=0):
        passage = passage or self.passage()
        kind = self.pick(part=42, both=36, either=16, without=6)
        if kind == "part":
            return self.part(passage, depth)
        if kind == "without":
            return Not(self.part(passage, depth), self.random.choice(("-", "NOT ")))
        parts = [self.part(passage, depth) for _ in range(self.random.choice((2, 2, 2, 3, 4)))]
        if kind == "either":
            return Or(tuple(parts))
        parts = [Not(part, self.random.choice(("-", "NOT "))) if i and self.chance(18) else part
                 for i, part in enumerate(parts)]
        return And(tuple(parts), self.random.choice((" ", " ", " AND ")))


def has_and(node):
    if isinstance(node, And):
        return True
    return isinstance(node, Near) and (has_and(node.left) or has_and(node.right))


def make_bands(index):
    """Words by how many articles have them."""
    by_frequency = sorted(index, key=lambda term: (-len(index[term]), term))
    words = [term for term in by_frequency if re.fullmatch(r"\w+", term)]
    return {"common": words[:60], "middling": words[60:2000] or words, "rare": words[-2000:],
            "absent": [term + "qx" for term in words[:50] if term.isalpha()]}

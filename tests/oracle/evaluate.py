"""Which articles a query finds: loops over the words of the articles, as the rules are written.

Two of the rules, to be exact: a wildcard stands for any characters of a word, also the stop in 3.5 and the sign in at&t;
and what ~ finds is counted in edits as by "optimal string alignment", in which no letter is edited twice."""

import re
from dataclasses import replace
from functools import reduce

from articles import interval
from language import ANY_WORD, All, And, Date, Field, Has, Leaf, Near, Not, Or, Pattern
from tokens import CASED, FOLDED, GRAM, JOINED, Memo, fold_value, tokenize

TERMS_MAX = 10000  # that a wildcard may stand for
VARIANTS_MAX = 200  # that ~word may stand for


class Undecided(Exception):
    """The rules do not say which articles this query finds, or it takes too long to find out."""


class Evaluator:
    """Of one query: what its parts stand for is worked out once."""

    def __init__(self, collection, most=None):
        """most: articles that may have to be read for one part of it."""
        self.collection = collection
        self.most = most
        self.readings = Memo(lambda key: self.read(*key))
        self.patterns = Memo(lambda key: self.match_pattern(*key))
        self.variants = Memo(lambda key: self.find_variants(*key))

    def find(self, node, field="text", cased=False):
        """The numbers of the articles that the query finds."""
        if isinstance(node, Leaf):
            return self.find_leaf(node, field, cased)
        if isinstance(node, Field):
            return self.find_field(node, field)
        if isinstance(node, Near):
            return self.find_near(distribute(node), field, cased)
        if isinstance(node, And):
            return reduce(frozenset.intersection, (self.find(child, field, cased) for child in node.children))
        if isinstance(node, Or):
            return reduce(frozenset.union, (self.find(child, field, cased) for child in node.children))
        if isinstance(node, Not):
            return self.collection.all - self.find(node.child, field, cased)
        if isinstance(node, Date):
            passes = date_filter(node)
            return frozenset(number for number, article in enumerate(self.collection.articles)
                             if article.date and passes(*article.interval))
        if isinstance(node, Has):
            return frozenset(number for field in streams_of(node.field)
                             for numbers in self.collection.values[field].values() for number in numbers)
        return self.collection.all

    def find_field(self, node, field):
        return self.find(node.child, field, True) if node.name == "cs" else self.find(node.child, node.name)

    # ---- Values ----

    def find_leaf(self, leaf, field, cased):
        if field in ("id", "url", "lang", "by"):
            passes = value_filter(leaf, field)
            return frozenset(number for value, numbers in self.collection.values[field].items() if passes(value)
                             for number in numbers)
        if leaf.kind in ("literal", "exact") and field not in ("text", "title"):
            value = fold_value(" ".join(leaf.parts))
            return frozenset(number for name in streams_of(field)
                             for number in self.collection.exact[name].get(value, ()))
        return self.find_near(leaf, field, cased)

    # ---- Words and what stands near them ----

    def find_near(self, node, field, cased):
        """Leaves, and proximity joined by AND and OR."""
        if isinstance(node, (And, Or)):
            return self.find(node, field, cased)
        return frozenset(number for stream in streams_of(field) for number in self.find_in(node, stream, cased))

    def find_in(self, node, stream, cased):
        candidates = self.candidates(node, stream, cased)
        if self.is_certain(node, stream, cased):
            return candidates
        if self.most is not None and len(candidates) > self.most:
            raise Undecided("too much to read")
        return [number for number in candidates
                if self.spans(node, stream, cased, self.collection.articles[number].streams[stream])]

    def candidates(self, node, stream, cased):
        """The articles that have the words."""
        if isinstance(node, Near) and not node.negated:
            return self.candidates(node.left, stream, cased) & self.candidates(node.right, stream, cased)
        if isinstance(node, Near):
            return self.candidates(node.left, stream, cased)
        if isinstance(node, Or):
            return reduce(set.union, (self.candidates(child, stream, cased) for child in node.children))
        if isinstance(node, Field):
            return self.candidates(node.child, stream, True)
        return set().union(*(self.with_all(reading, stream) for reading in self.readings[node, stream, cased]))

    def with_all(self, reading, stream):
        """The articles that have a word for each place."""
        index = self.collection.index[stream]
        return set.intersection(*({number for term in place.terms for number in index.get(term, ())}
                                  for place in reading if place.terms is not None))

    def is_certain(self, node, stream, cased):
        """A single word: who has it is known from the index."""
        return isinstance(node, Leaf) and not cased and all(
            len(reading) == 1 for reading in self.readings[node, stream, cased])

    def spans(self, node, name, cased, stream):
        """All (first, last) positions in the stream."""
        if isinstance(node, Near):
            return near_spans(node, self.spans(node.left, name, cased, stream),
                              self.spans(node.right, name, cased, stream), stream)
        if isinstance(node, Or):
            return reduce(set.union, (self.spans(child, name, cased, stream) for child in node.children))
        if isinstance(node, Field):
            return self.spans(node.child, name, True, stream)
        return {span for reading in self.readings[node, name, cased] for span in sequence_spans(reading, stream)}

    # ---- What a leaf stands for ----

    def read(self, leaf, stream, cased):
        """The sequences of words that the leaf may be: one, or two where it holds one compound."""
        words, joined = [], []
        for part in leaf.parts:
            if isinstance(part, Pattern):
                words.append(self.patterns[part.text, stream, cased])
                continue
            for token in tokenize(part):
                if token.kind == JOINED:
                    joined.append((len(words) - 2, literal(token, cased)))
                else:
                    words.append(literal(token, cased))
        self.end_run(leaf.parts[-1], words, stream, cased)
        if len(joined) != 1:
            return [self.stemmed(leaf, words, stream, cased)]
        at, place = joined[0]
        return [words, words[:at] + [place] + words[at + 2:]]

    def end_run(self, part, words, stream, cased):
        """The last character of a run of a script without spaces stands alone: the word before it holds it too,
        or else it stands for all words that begin with it."""
        tokens = [] if isinstance(part, Pattern) else tokenize(part)
        if not tokens or tokens[-1].kind != GRAM:
            return
        last = words.pop()
        if len(tokens) == 1 or tokens[-2].kind != GRAM or tokens[-2].end != tokens[-1].end:
            words.append(self.patterns[last.word + "*", stream, cased])

    def stemmed(self, leaf, words, stream, cased):
        """A single word of title or text stands for its forms, one behind ~ for what is spelled like it."""
        if len(words) > 1 or cased or words[0].word is None:
            return words
        if leaf.kind == "fuzzy":
            return [Place(self.variants[words[0].word, stream])]
        if leaf.kind == "word" and stream in ("text", "title"):
            return [Place(self.collection.forms(words[0].word))]
        return words

    def match_pattern(self, pattern, stream, cased):
        if pattern == ANY_WORD.text:
            return Place(None)
        folded = regex_of(FOLDED[pattern])
        terms = {term for term in self.collection.index[stream] if folded.fullmatch(term)}
        if len(terms) > TERMS_MAX:
            raise Undecided("%s stands for too many words" % pattern)
        return Place(terms, Wanted(regex_of(CASED[pattern])) if cased else None)

    def find_variants(self, word, stream):
        far = 1 if len(word) < 6 else 2
        letters = mask(word)
        found = {term for term in self.collection.index[stream] if abs(len(term) - len(word)) <= far
                 and (letters ^ MASKS[term]).bit_count() <= 2 * far and distance(word, term) <= far}
        if len(found) > VARIANTS_MAX:
            raise Undecided("~%s stands for too many words" % word)
        return found | {word}


def regex_of(pattern):
    return re.compile("".join({"*": ".*", "?": "."}.get(c) or re.escape(c) for c in pattern))


class Wanted:
    """The words that a regular expression matches, as a set."""

    def __init__(self, regex):
        self.found = Memo(lambda word: regex.fullmatch(word) is not None)

    def __contains__(self, word):
        return self.found[word]


class Place:
    """What may stand at a place: any of these folded words (None: every word), of which, if given, those that are
    wanted with their capitals."""

    def __init__(self, terms, cased=None, word=None):
        self.terms = terms
        self.cased = cased
        self.word = word  # where it is a single one

    def positions(self, stream):
        if self.terms is None:
            return set(stream.positions)
        return stream.places(self.terms if self.cased is None else self.cased, self.cased is not None)


def literal(token, cased):
    return Place({token.term}, {token.cased} if cased else None, token.term)


def sequence_spans(reading, stream):
    """Where the places stand side by side."""
    first, *rest = [place.positions(stream) for place in reading]
    return {(at, at + len(rest)) for at in first
            if all(at + i in positions for i, positions in enumerate(rest, start=1))}


# ---- Proximity ----------------------------------------------------------------------------------


def near_spans(near, left, right, stream):
    if near.negated:
        return {x for x in left if not any(is_near(near, x, y, stream) for y in right)}
    return {(min(x[0], y[0]), max(x[1], y[1])) for x in left for y in right if is_near(near, x, y, stream)}


def is_near(near, x, y, stream):
    distance_behind = y[0] - x[1]
    apart = max(distance_behind, x[0] - y[1])
    if apart <= 0 or (near.ordered and distance_behind <= 0):
        return False
    if near.reach in ("S", "P"):
        unit = stream.unit(near.reach, x)
        return unit is not None and unit == stream.unit(near.reach, y)
    return apart <= near.reach


def distribute(node):
    """The same with AND outside of proximity."""
    if isinstance(node, Near):
        left, right = distribute(node.left), distribute(node.right)
        if isinstance(left, And):
            return And(tuple(distribute(replace(node, left=child, right=right)) for child in left.children))
        if isinstance(right, And):
            return And(tuple(distribute(replace(node, left=left, right=child)) for child in right.children))
        return replace(node, left=left, right=right)
    if isinstance(node, And):
        return And(tuple(map(distribute, node.children)))
    return node


# ---- Spelling -----------------------------------------------------------------------------------


def mask(word):
    """A bit for each letter that the word has: the sets of two words differ by at most two an edit."""
    bits = 0
    for c in word:
        bits |= 1 << ord(c) % 64
    return bits


MASKS = Memo(mask)


def distance(a, b):
    """Letters inserted, left out, replaced, or exchanged with their neighbour, to make one the other; no letter is
    edited twice."""
    before, row = [], list(range(len(b) + 1))
    for i, c in enumerate(a, start=1):
        older, before, row = before, row, [i]
        for j, d in enumerate(b, start=1):
            least = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (c != d))
            if i > 1 and j > 1 and c == b[j - 2] and d == a[i - 2]:
                least = min(least, older[j - 2] + 1)
            row.append(least)
    return row[-1]


# ---- Filters ------------------------------------------------------------------------------------


def streams_of(field):
    return ("person", "org") if field == "actor" else (field,)


def value_filter(leaf, field):
    """Whether a value is the one that is wanted."""
    wanted = leaf.parts[0]
    if isinstance(wanted, Pattern):
        return lambda value: value.startswith(wanted.text[:-1])
    if field != "lang":
        return lambda value: value == wanted
    varieties = leaf.kind in ("word", "phrase")
    return lambda value: value.lower() == wanted.lower() or (
        varieties and value.lower().startswith(wanted.lower() + "-"))


def date_filter(node):
    """Whether the whole of an interval lies in the range."""
    first, last = (interval(date) if date else ("", "~") for date in (node.first, node.last))
    if node.side == "before":
        return lambda begin, end: end < first[0]
    if node.side == "after":
        return lambda begin, end: begin > first[1]
    if node.last is None:
        last = first
    return lambda begin, end: first[0] <= begin and end <= last[1]


def is_filter(node, field="text"):
    """Is there no word of title or text in it?"""
    if isinstance(node, Leaf):
        return field not in ("text", "title")
    if isinstance(node, Field):
        return is_filter(node.child, field if node.name == "cs" else node.name)
    if isinstance(node, Not):
        return is_filter(node.child, field)
    if isinstance(node, Near):
        return is_filter(node.left, field)
    return all(is_filter(child, field) for child in getattr(node, "children", ()))


def without_words(node):
    """The query's filters: of what it asks for together, what is not about words of title and text."""
    if isinstance(node, And):
        kept = [filters for filters in map(without_words, node.children) if not isinstance(filters, All)]
        return And(tuple(kept)) if kept else All()
    return node if is_filter(node) else All()

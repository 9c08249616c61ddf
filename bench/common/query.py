"""The part of Morgue's query language that the benchmark speaks, and its way into the peers' syntax.

A query is a tree of tuples: ("word", w), ("phrase", "w w"), ("not", tree), ("and", [trees]), ("or", [trees]),
("wildcard", "w*"), ("field", Field), ("dates", Dates), ("near", Near), ("own", text) for what Morgue alone can say.
"""
import datetime
import re
from typing import NamedTuple

TOKEN = re.compile(r'''(?P<near>(?:NOT\s+)?(?:W|PRE)/\w+)(?=\s)
    | (?P<own>(?:cs:|has:|[~=])\S+)
    | (?P<dates>(?:date|before|after):[\d.-]+)
    | (?P<field>[a-z]+:=?(?:"[^"]+"|\w+))
    | "(?P<phrase>[^"]+)"
    | (?P<paren>[()])
    | (?P<word>[^\s()"]+)
    | (?P<bad>\S)''', re.VERBOSE)
NEAR = re.compile(r"(NOT\s+)?(W|PRE)/(\d+|S|P)")
CLASS = re.compile(r"## (?P<name>[^:<]+?)\s*(?:<= (?P<goal>[\d.]+))?\s*(?::.*)?")
GOAL = 4.0


class Field(NamedTuple):
    """A filter: the words of a value, or (exact) the whole of it."""
    name: str
    exact: bool
    value: str


class Dates(NamedTuple):
    """Days from .. to, both included; None where the range is open."""
    first: datetime.date | None
    last: datetime.date | None


class Near(NamedTuple):
    """Within `distance` words (a number; or S, P: sentence, paragraph). Neighbours are at distance 1."""
    left: tuple
    right: tuple
    distance: int | str
    ordered: bool
    negated: bool


class Inexpressible(ValueError):
    """An engine cannot say this."""


class Syntax(NamedTuple):
    """How one engine writes "both" and "but not"; OR, quotes and brackets are alike in all of them.

    `more` has a function for each further kind of leaf that the engine can say: from the tuple's value to its syntax.
    """
    both: str
    but_not: str
    more: dict = {}


class QueryClass(NamedTuple):
    name: str
    goal: float
    queries: list


def read_classes(path):
    """The queries of a file by class; those before the first class are one without a name."""
    classes = [QueryClass("", GOAL, [])]
    with open(path, encoding="utf-8") as lines:
        for line in map(str.strip, lines):
            heading = CLASS.fullmatch(line)
            if heading:
                classes.append(QueryClass(heading["name"], float(heading["goal"] or GOAL), []))
            elif line and not line.startswith("#"):
                classes[-1].queries.append(line)
    return [each for each in classes if each.queries]


def read_queries(path):
    return [query for each in read_classes(path) for query in each.queries]


def parse(text):
    tokens = [(match.lastgroup, match.group(match.lastgroup)) for match in TOKEN.finditer(text)]
    tree, rest = _alternatives(tokens)
    if rest:
        raise ValueError(f"query '{text}': cannot use '{rest[0][1]}' here")
    return _unwrap(tree)


def _alternatives(tokens):
    first, tokens = _conjunction(tokens)
    branches = [first]
    while tokens and tokens[0] == ("word", "OR"):
        branch, tokens = _conjunction(tokens[1:])
        branches.append(branch)
    if len(branches) == 1:
        return first, tokens
    # Engines disagree on whether "a b OR c" means "(a b) OR c": only bracketed groups mean the same to all.
    if any(kind in ("and", "not") for kind, _ in branches):
        raise ValueError("OR joins single words, phrases or bracketed groups")
    return ("or", [_unwrap(branch) for branch in branches]), tokens


def _conjunction(tokens):
    items = []
    while tokens and tokens[0] not in (("word", "OR"), ("paren", ")")):
        item, tokens = _item(tokens)
        items.append(item)
    if not items or all(kind == "not" for kind, _ in items):
        raise ValueError("a query needs something to look for")
    return (items[0] if len(items) == 1 else ("and", [_unwrap(item) for item in items])), tokens


def _item(tokens):
    if tokens[0] != ("word", "NOT"):
        return _proximity(tokens)
    if len(tokens) == 1:
        raise ValueError("NOT needs something to exclude")
    item, tokens = _item(tokens[1:])
    return ("not", _unwrap(item)), tokens


def _proximity(tokens):
    left, tokens = _operand(tokens)
    while tokens and tokens[0][0] == "near":
        found = NEAR.fullmatch(tokens[0][1])
        if not found or len(tokens) == 1:
            raise ValueError(f"'{tokens[0][1]}' needs a distance and something behind it")
        right, rest = _operand(tokens[1:])
        distance = int(found[3]) if found[3].isdigit() else found[3]
        left = ("near", Near(_unwrap(left), _unwrap(right), distance, found[2] == "PRE", bool(found[1])))
        tokens = rest
    return left, tokens


def _operand(tokens):
    (kind, value), tokens = tokens[0], tokens[1:]
    if (kind, value) == ("paren", "("):
        inner, tokens = _alternatives(tokens)
        if not tokens:
            raise ValueError("a bracket is never closed")
        return ("group", inner), tokens[1:]
    return _leaf(kind, value), tokens


def _leaf(kind, value):
    if kind == "field":
        name, text = value.split(":", 1)
        return "field", Field(name, text.startswith("="), text.lstrip("=").strip('"'))
    if kind == "dates":
        return "dates", _dates(*value.split(":", 1))
    if kind == "own" or kind == "phrase" and re.search("[*?]", value):
        return "own", value
    if kind == "word" and not value.isalnum() and re.sub("[*?]", "", value).isalnum():
        return "wildcard", value
    if kind == "word" and not value.isalnum() or kind in ("bad", "paren", "near"):
        raise ValueError(f"'{value}' is not of the benchmark's language: the peers could not follow")
    return kind, value


def _dates(key, value):
    if key == "before":
        return Dates(None, _days(value)[0] - datetime.timedelta(1))
    if key == "after":
        return Dates(_days(value)[1] + datetime.timedelta(1), None)
    first, _, last = value.partition("..")
    if last or ".." not in value:
        return Dates(_days(first)[0] if first else None, _days(last or first)[1])
    return Dates(_days(first)[0], None)


def _days(text):
    """The first and the last day of a year, a month or a day."""
    parts = [int(part) for part in text.split("-")]
    first = datetime.date(*(parts + [1, 1])[:3])
    if len(parts) == 3:
        return first, first
    beyond = first.replace(year=first.year + 1) if len(parts) == 1 else (first + datetime.timedelta(31)).replace(day=1)
    return first, beyond - datetime.timedelta(1)


def _unwrap(item):
    return _unwrap(item[1]) if item[0] == "group" else item


def render(tree, syntax):
    """The tree in an engine's own syntax. Raises Inexpressible."""
    kind, value = tree
    if kind in syntax.more:
        return syntax.more[kind](value)
    if kind == "word":
        return value
    if kind == "phrase":
        return f'"{value}"'
    if kind == "or":
        return " OR ".join(_bracketed(branch, syntax) for branch in value)
    if kind == "and":
        wanted = [_bracketed(item, syntax) for item in value if item[0] != "not"]
        unwanted = [_bracketed(item[1], syntax) for item in value if item[0] == "not"]
        return syntax.both.join(wanted) + "".join(syntax.but_not + item for item in unwanted)
    raise Inexpressible(kind)


def _bracketed(tree, syntax):
    text = render(tree, syntax)
    return f"({text})" if tree[0] in ("and", "or") else text


def prefix(wildcard):
    """A wildcard that stands at the end only. Raises Inexpressible for others."""
    if not wildcard.rstrip("*").isalnum():
        raise Inexpressible(wildcard)
    return wildcard


def alternatives(tree):
    """Words and phrases: one of them, or those of a group joined by OR. Raises Inexpressible for anything else."""
    kind, value = tree
    leaves = value if kind == "or" else [tree]
    if any(each[0] not in ("word", "phrase") for each in leaves):
        raise Inexpressible(kind)
    return [text for _, text in leaves]


def words_near(near):
    """Left word, right word, distance of the simplest kind of proximity. Raises Inexpressible for others."""
    if (near.left[0], near.right[0]) != ("word", "word") or near.negated or not isinstance(near.distance, int):
        raise Inexpressible("near")
    return near.left[1], near.right[1], near.distance

"""The small part of Morgue's query language that every peer can express, and its way into their syntax.

A query is a tree of tuples: ("word", w), ("phrase", "w w"), ("not", tree), ("and", [trees]), ("or", [trees]).
"""
import re
from typing import NamedTuple

TOKEN = re.compile(r'"(?P<phrase>[^"]+)"|(?P<paren>[()])|(?P<word>[^\s()"]+)|(?P<bad>\S)')


class Syntax(NamedTuple):
    """How one engine writes "both" and "but not"; OR, quotes and brackets are alike in all of them."""
    both: str
    but_not: str


def read_queries(path):
    with open(path, encoding="utf-8") as lines:
        stripped = (line.strip() for line in lines)
        return [line for line in stripped if line and not line.startswith("#")]


def parse(text):
    tokens = [(match.lastgroup, match.group(match.lastgroup)) for match in TOKEN.finditer(text)]
    tree, rest = _alternatives(tokens)
    if rest:
        raise ValueError(f"query '{text}': cannot use '{rest[0][1]}' here")
    return tree


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
    (kind, value), tokens = tokens[0], tokens[1:]
    if (kind, value) == ("word", "NOT"):
        if not tokens:
            raise ValueError("NOT needs something to exclude")
        item, tokens = _item(tokens)
        return ("not", _unwrap(item)), tokens
    if (kind, value) == ("paren", "("):
        inner, tokens = _alternatives(tokens)
        if not tokens:
            raise ValueError("a bracket is never closed")
        return ("group", inner), tokens[1:]
    if kind == "word" and not value.isalnum() or kind in ("bad", "paren"):
        raise ValueError(f"'{value}' is not a plain word: the peers could not follow")
    return (kind, value), tokens


def _unwrap(item):
    return item[1] if item[0] == "group" else item


def render(tree, syntax):
    """The tree in an engine's own syntax."""
    kind, value = _unwrap(tree)
    if kind == "word":
        return value
    if kind == "phrase":
        return f'"{value}"'
    if kind == "or":
        return " OR ".join(_operand(branch, syntax) for branch in value)
    wanted = [_operand(item, syntax) for item in value if item[0] != "not"]
    unwanted = [_operand(item[1], syntax) for item in value if item[0] == "not"]
    return syntax.both.join(wanted) + "".join(syntax.but_not + item for item in unwanted)


def _operand(tree, syntax):
    text = render(tree, syntax)
    return f"({text})" if tree[0] in ("and", "or") else text

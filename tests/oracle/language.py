"""Queries as trees, and as text in the query language."""

from dataclasses import dataclass, replace
from typing import Any


@dataclass(frozen=True)
class Pattern:
    """A word with wildcards."""
    text: str


ANY_WORD = Pattern("*")  # between the words of a phrase


@dataclass(frozen=True)
class Leaf:
    """A word or phrase. `parts`: texts and patterns, separated by spaces in the query."""
    kind: str  # word, literal (=word), phrase ("..."), exact (="..."), fuzzy (~word)
    parts: tuple


@dataclass(frozen=True)
class Field:
    """A field, or "cs", that holds for what stands behind it. Spread: it is written before each leaf of a child that
    is a Near."""
    name: str
    child: Any
    spread: bool = False


@dataclass(frozen=True)
class Date:
    """side: date, before, after; of a range both ends are strings, either of which may be empty."""
    side: str
    first: str
    last: Any = None  # None: no range


@dataclass(frozen=True)
class Has:
    field: str


@dataclass(frozen=True)
class All:
    pass


@dataclass(frozen=True)
class Near:
    left: Any
    right: Any
    reach: Any  # a number of words, "S" or "P"
    ordered: bool = False
    negated: bool = False


@dataclass(frozen=True)
class Not:
    child: Any
    sign: str = "-"  # or "NOT "


@dataclass(frozen=True)
class And:
    children: tuple
    sign: str = " "  # or " AND "


@dataclass(frozen=True)
class Or:
    children: tuple


# ---- As text ------------------------------------------------------------------------------------

# What binds tighter has a greater number; a child needs brackets where it binds less tightly than its place asks.
BINDS = {Or: 0, And: 1, Not: 2, Near: 3}
OPERAND = 4


def show(node, binds=0):
    shown = SHOW[type(node)](node)
    kind = Near if isinstance(node, Field) and node.spread else type(node)
    return shown if BINDS.get(kind, OPERAND) >= binds else "(%s)" % shown


def show_leaf(leaf):
    inside = " ".join(part.text if isinstance(part, Pattern) else part for part in leaf.parts)
    return {"word": "%s", "literal": "=%s", "phrase": '"%s"', "exact": '="%s"', "fuzzy": "~%s"}[leaf.kind] % inside


def show_date(date):
    return date.side + ":" + (date.first if date.last is None else date.first + ".." + date.last)


def show_near(near):
    name = "%s%s/%s" % ("NOT " if near.negated else "", "PRE" if near.ordered else "W", near.reach)
    return "%s %s %s" % (show(near.left, BINDS[Near]), name, show(near.right, OPERAND))


def show_and(node):
    return node.sign.join(show(child, BINDS[And] + 1) for child in node.children)


def show_or(node):
    return " OR ".join(show(child, BINDS[Or] + 1) for child in node.children)


def show_field(node):
    return show(spread(node.child, node.name)) if node.spread else node.name + ":" + show(node.child, OPERAND)


def spread(node, name):
    """The field before each leaf."""
    if isinstance(node, Near):
        return replace(node, left=spread(node.left, name), right=spread(node.right, name))
    if isinstance(node, Or):
        return Or(tuple(spread(child, name) for child in node.children))
    return Field(name, node)


SHOW = {Leaf: show_leaf, Date: show_date, Near: show_near, And: show_and, Or: show_or, All: lambda node: "*",
        Has: lambda node: "has:" + node.field,
        Field: show_field,
        Not: lambda node: node.sign + show(node.child, OPERAND if isinstance(node.child, Not) else BINDS[Not])}


# ---- What is in a query -------------------------------------------------------------------------


def kinds(node):
    """Which elements of the language it has."""
    if isinstance(node, Leaf):
        wild = any(isinstance(part, Pattern) for part in node.parts)
        return {"wild " + node.kind if wild else node.kind}
    if isinstance(node, Near):
        reach = "words" if isinstance(node.reach, int) else {"S": "sentence", "P": "paragraph"}[node.reach]
        name = ("not " if node.negated else "") + ("pre " if node.ordered else "near ") + reach
        return {name} | kinds(node.left) | kinds(node.right)
    if isinstance(node, Field):
        return {node.name + ":"} | kinds(node.child)
    children = (node.child,) if isinstance(node, Not) else getattr(node, "children", ())
    return {type(node).__name__.lower()}.union(*map(kinds, children))

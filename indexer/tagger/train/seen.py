#!/usr/bin/env python3
"""Names that a model finds again and again in much text, for the gazetteer of the next one.

    morgue-tag-eval --list ... | seen.py [--articles N] > seen.tsv

A line a name: what it is (person, org, place, other), the name, in how many articles. A name must be
one thing in nearly all of its articles. The result is kept in the tree, so that training does not
need the text."""
import argparse
import collections
import re
import sys

KINDS = {"PER": "person", "ORG": "org", "LOC": "place", "MISC": "other"}


def articles(lines):
    """The names of each article: name -> type -> summed sureness."""
    names = {}
    for line in lines:
        line = line.rstrip("\n")
        if line:
            kind, sure, *name = line.split("\t")
            name = " ".join(" ".join(name).split())
            if name:
                counts = names.setdefault(name, collections.Counter())
                counts[kind] += float(sure)
        elif names:
            yield names
            names = {}
    yield names


def fits(kind, name):
    """Not in capitals, not glued together (TrumpSenate); surnames alone are of many."""
    if name.isupper() and len(name) > 6:
        return False
    return kind != "PER" or (" " in name and not re.search("[a-z]{3}[A-Z]", name))


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--articles", type=int, default=4)
    options = options.parse_args()
    totals = collections.defaultdict(collections.Counter)
    for names in articles(sys.stdin):
        for name, counts in names.items():
            kind = max(counts, key=counts.get)
            totals[name][kind] += 1
            if counts[kind] < 0.5:
                totals[name]["unsure"] += 1
    for name in sorted(totals):
        counts = totals[name]
        unsure = counts.pop("unsure", 0)
        n = sum(counts.values())
        kind = max(counts, key=counts.get)
        if n >= options.articles and counts[kind] >= 0.9 * n and unsure < 0.3 * n and fits(kind, name):
            print(KINDS[kind], name, n, sep="\t")


main()

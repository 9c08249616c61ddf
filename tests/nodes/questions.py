"""Queries of the whole language: those that stand in the cases and pages of the tree, and generated ones."""

import glob
import os
import re
import shlex
import sys

from toolbox import SOURCE, first_lines, scratch, write_dump

sys.path.insert(0, os.path.join(SOURCE, "tests", "oracle"))
from articles import Collection  # noqa: E402  (of the reference of the language)
from generate import Generator  # noqa: E402
from language import show  # noqa: E402

# What tells shards from one archive, if anything does: stems, patterns and spellings that only one of them has, words
# that all have, counts near a limit, nothing at all.
NASTY = """* -* a* *e* ??? ~ferri ~washingtn ~xqzzy "the * of" "the * * of" "minister* said" "w?s the" the of a =the
cs:The cs:THE cs:"The Minister" the|W/1|of the|W/S|a the|W/P|minister the|PRE/3|the the|NOT|W/2|of said|NOT|W/S|minister
nosuchwordanywhere nosuchwordanywhere|OR|ferry nosuch*|OR|=nosuchwordanywhere|OR|the has:title has:date -has:date
has:location|-has:person date:2014 date:1900..2100 before:1990 after:2020-06 date:..2015 date:2015.. by:dump by:tagger
by:inherited about:washington actor:washington person:*son location:="east*" source:the lang:en -lang:en id:mw-* id:*
url:https://* title:the title:(the|W/3|of) title:cs:The (the|OR|of)|(minister|OR|ferry)|-wind
((the|of)|W/9|(ferry|OR|bridge)) "the|prime|minister" the|the|the NATO|U.S.|F-16 3.5 1,250 cease-fire don't AT&T
washignton ministre goverment|bridge "goverment|bridge" org:nato|OR|person:blinken|OR|*|-date:2014 =women wom?n *gate
sea* s* "s* of" the|W/5|s* s*|W/S|t* s*|NOT|W/2|t*""".split()
MISTAKES = ['"open', "title:", "W/3 a", "date:20x", "(a", "cs:", "nofield:a", "~", "**", "a AND OR b", "date:2015..2014", "?*"]


def nasty():
    return [query.replace("|", " ") for query in NASTY] + MISTAKES


def of_commands():
    """The queries behind `morgue-search ... archive` in cases and pages."""
    found = []
    pages = sorted(glob.glob(os.path.join(SOURCE, "tests", "cli", "cases", "*.t"))
                   + glob.glob(os.path.join(SOURCE, "docs", "*.md")))
    for page in pages:
        with open(page, encoding="utf-8") as file:
            for line in re.findall(r"^\$ morgue-search [^|><]*?archive ('.*?'|[^-|><\s]+)\s*(?:[|>].*)?$", file.read(), re.M):
                found += shlex.split(line)[:1]
    return found


def of_samples():
    with open(os.path.join(SOURCE, "samples", "queries.tsv"), encoding="utf-8") as file:
        return [line.split("\t")[0] for line in file if "\t" in line and not line.startswith("#")]


def of_bench():
    """Such as people ask."""
    with open(os.path.join(SOURCE, "bench", "queries.txt"), encoding="utf-8") as file:
        return [line.strip() for line in file if line.strip() and not line.startswith("#")]


def generated(dump, count, seed):
    """Made from the articles of a dump."""
    generator = Generator(Collection.read(dump), seed)
    return [show(generator.query()) for _ in range(count)]


def dumped(programs, dump, count):
    """The first articles of any dump of JSON lines as our own dumps have them, which is what the reference reads."""
    archive = scratch("few")
    programs.index(archive, write_dump(archive + ".jsonl", first_lines(dump, count)))
    return write_dump(archive + ".dump", [programs.search("--dump", archive).stdout])


def whole(dump, count, seed):
    """All of it, none twice, each in one line."""
    queries = nasty() + of_commands() + of_samples() + generated(dump, count, seed)
    return [query for query in dict.fromkeys(queries) if query.strip() and "\n" not in query]

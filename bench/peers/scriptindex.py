"""scriptindex of Xapian's Omega: the stock way from a text dump to a Xapian database, searched with Xapian."""
import importlib.util
import os
import shutil
import sys

from common import worker
from common.query import Inexpressible, Syntax, prefix, words_near
from peers.base import Peer, python_module

SCRIPT = """id : boolean=Q field
title : index field
text : index field
date : field value=0
source : index=XSOURCE field
authors : field
url : field
"""
WARMUPS = 3


def near(value):
    left, right, distance = words_near(value)
    return f"{left} {'ADJ' if value.ordered else 'NEAR'}/{distance} {right}"


def field(value):
    if value.exact or value.name != "source":
        raise Inexpressible("the whole of a value, or another field")
    return f'{value.name}:"{value.value}"'


def dates(value):
    return f"date:{value.first or '0001-01-01'}..{value.last or ''}"


class Scriptindex(Peer):
    name = "scriptindex"
    title = "scriptindex"
    syntax = Syntax(" AND ", " AND NOT ", {"wildcard": prefix, "near": near, "field": field, "dates": dates})

    def installed(self):
        tools = all(map(shutil.which, ("scriptindex", "xapian-compact")))
        return tools and importlib.util.find_spec("xapian") is not None

    def version(self):
        return self.execute(["scriptindex", "--version"]).output.split(" - ")[-1].strip()

    def prepare(self, corpus):
        with open(self.path("script"), "w", encoding="utf-8") as out:
            out.write(SCRIPT)
        with open(self.path("dump"), "w", encoding="utf-8", newline="\n") as out:
            for record in corpus:
                out.writelines(f"{field}={_continued(value)}\n" for field, value in record.items() if value)
                out.write("\n")

    def index(self):
        return self.execute(["scriptindex", "--stemmer=english", self.path("index/db"),
                             self.path("script"), self.path("dump")])

    def compact(self):
        used = self.execute(["xapian-compact", self.path("index/db"), self.path("index/small")])
        shutil.rmtree(self.path("index/db"))
        os.rename(self.path("index/small"), self.path("index/db"))
        return used

    def latency(self, queries):
        command = python_module("peers.scriptindex", self.path("index/db"), self.runs)
        return self.ask_searcher(queries=queries, **command)


def _continued(value):
    """scriptindex takes a line that begins with '=' as more of the field before."""
    return value.replace("\n", "\n=")


def query_parser(xapian, database):
    parser = xapian.QueryParser()
    parser.set_database(database)
    parser.set_stemmer(xapian.Stem("english"))
    parser.set_stemming_strategy(parser.STEM_SOME)
    parser.set_default_op(xapian.Query.OP_AND)
    parser.add_prefix("source", "XSOURCE")
    parser.add_rangeprocessor(xapian.RangeProcessor(0, "date:"))
    return parser


def search(path, runs):
    import xapian  # here, because the driver must load where Xapian's Python module is missing

    database = xapian.Database(path)
    enquire = xapian.Enquire(database)
    parser = query_parser(xapian, database)
    flags = parser.FLAG_DEFAULT | parser.FLAG_WILDCARD

    def match(query, check_at_least):
        enquire.set_query(parser.parse_query(query, flags))
        return enquire.get_mset(0, 10, check_at_least)

    worker.serve(lambda query: match(query, 0),
                 lambda query: match(query, database.get_doccount()).get_matches_estimated(), runs, WARMUPS)


if __name__ == "__main__":
    search(sys.argv[1], int(sys.argv[2]))

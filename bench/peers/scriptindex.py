"""scriptindex of Xapian's Omega: the stock way from a text dump to a Xapian database, searched with Xapian."""
import importlib.util
import os
import shutil
import sys

from common import worker
from peers.base import Peer, python_module

SCRIPT = """id : boolean=Q field
title : index field
text : index field
date : field
source : field
authors : field
url : field
"""
WARMUPS = 3


class Scriptindex(Peer):
    name = "scriptindex"
    title = "scriptindex"

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


def search(path, runs):
    import xapian  # here, because the driver must load where Xapian's Python module is missing

    database = xapian.Database(path)
    enquire = xapian.Enquire(database)
    parser = xapian.QueryParser()
    parser.set_database(database)
    parser.set_stemmer(xapian.Stem("english"))
    parser.set_stemming_strategy(parser.STEM_SOME)
    parser.set_default_op(xapian.Query.OP_AND)

    def match(query, check_at_least):
        enquire.set_query(parser.parse_query(query))
        return enquire.get_mset(0, 10, check_at_least)

    worker.serve(lambda query: match(query, 0),
                 lambda query: match(query, database.get_doccount()).get_matches_estimated(), runs, WARMUPS)


if __name__ == "__main__":
    search(sys.argv[1], int(sys.argv[2]))

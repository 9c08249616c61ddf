"""SQLite's FTS5 with its Porter stemmer, through Python's sqlite3 module."""
import sqlite3
import sys

from common import corpus as corpora
from common import worker
from common.query import Inexpressible, Syntax, prefix, words_near
from peers.base import Peer, python_module

CREATE = ("create virtual table news using fts5(id unindexed, title, date unindexed, source unindexed, "
          "authors unindexed, url unindexed, text, tokenize = 'porter unicode61')")
INSERT = "insert into news values (?, ?, ?, ?, ?, ?, ?)"
TOP10 = "select rowid from news where news match ? order by rank limit 10"
COUNT = "select count(*) from news where news match ?"
WARMUPS = 3


def near(value):
    """FTS5 counts the words between, and knows no order."""
    left, right, distance = words_near(value)
    if value.ordered:
        raise Inexpressible("in order")
    return f"NEAR({left} {right}, {distance - 1})"


class Fts5(Peer):
    name = "fts5"
    title = "SQLite FTS5"
    syntax = Syntax(both=" AND ", but_not=" NOT ", more={"wildcard": prefix, "near": near})

    def installed(self):
        options = sqlite3.connect(":memory:").execute("pragma compile_options")
        return ("ENABLE_FTS5",) in options

    def version(self):
        return f"SQLite {sqlite3.sqlite_version}"

    def prepare(self, corpus):
        corpora.write_flat(corpus, self.path("flat"))

    def index(self):
        return self._module("index", self.path("index/db"), self.path("flat"))

    def compact(self):
        return self._module("compact", self.path("index/db"))

    def latency(self, queries):
        return self.ask_searcher(queries=queries, **self._command("search", self.path("index/db"), self.runs))

    def _module(self, *arguments):
        return self.execute(**self._command(*arguments))

    @staticmethod
    def _command(*arguments):
        return python_module("peers.fts5", *arguments)


def index(path, flat):
    database = sqlite3.connect(path)
    database.execute(CREATE)
    with database:
        database.executemany(INSERT, corpora.read_flat(flat))


def compact(path):
    database = sqlite3.connect(path)
    with database:
        database.execute("insert into news(news) values ('optimize')")
    database.execute("vacuum")


def search(path, runs):
    database = sqlite3.connect(path)

    def top10(query):
        return database.execute(TOP10, (query,)).fetchall()

    def exact(query):
        top10(query)
        return database.execute(COUNT, (query,)).fetchone()[0]

    worker.serve(top10, exact, int(runs), WARMUPS)


if __name__ == "__main__":
    {"index": index, "compact": compact, "search": search}[sys.argv[1]](*sys.argv[2:])

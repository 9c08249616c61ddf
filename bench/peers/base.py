"""What every system under measurement has in common: the interface that bench/run knows."""
import os
import shutil
import sys

from common import measure
from common.query import Inexpressible, Syntax, parse, render

BENCH = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))

# What a searcher says of a query, in this order; the last two only Morgue's.
FIGURES = ("top10_ms", "top10_median_ms", "exact_ms", "exact_median_ms", "hits", "new_ms", "new_median_ms")


class Peer:
    """One system. A driver sets the four constants and fills prepare, index and latency.

    The order of calls: missing, version, prepare once; then in every round index, size, compact, size, latency.
    """
    name = ""
    title = ""
    hint = "not installed: bench/setup installs it"
    syntax = Syntax(both=" AND ", but_not=" AND NOT ")

    def __init__(self, work, runs):
        self.work, self.runs = work, runs
        self.folder = os.path.join(work, "index")

    def installed(self):
        raise NotImplementedError

    def version(self):
        raise NotImplementedError

    def prepare(self, corpus):
        """Converts the corpus and compiles what is needed; not measured."""
        raise NotImplementedError

    def index(self):
        """Builds the index in self.folder, which is empty; returns its Usage."""
        raise NotImplementedError

    def compact(self):
        """Makes the index as small as the system's own tools can; None where indexing has done so already."""
        return None

    def latency(self, queries):
        """A list of rows, one a query: FIGURES by name, further ones behind; None where the system cannot say it."""
        raise NotImplementedError

    def goals(self):
        """Rows for the table of what is measured of this system alone."""
        return []

    def size(self):
        return measure.bytes_on_disk(self.folder)

    def clear(self):
        shutil.rmtree(self.folder, ignore_errors=True)
        os.makedirs(self.folder)

    def path(self, name):
        return os.path.join(self.work, name)

    def execute(self, argv, **options):
        return measure.run(argv, self.path(os.path.basename(argv[0]) + ".log"), **options)

    def translate(self, query):
        """The query in the system's own syntax; None where it cannot say it."""
        try:
            return render(parse(query), self.syntax)
        except Inexpressible:
            return None

    def ask_searcher(self, argv, queries, **options):
        """Runs a searcher that follows common/worker.py: queries on stdin, a result line each."""
        asked = [query for query in map(self.translate, queries) if query is not None]
        with open(self.path("queries"), "w", encoding="utf-8") as out:
            out.writelines(query + "\n" for query in asked)
        lines = self.execute(argv, stdin=self.path("queries"), **options).output.splitlines()
        if len(lines) != len(asked):
            raise measure.PeerFailed(f"{len(lines)} answers to {len(asked)} queries")
        answers = iter(lines)
        return [None if self.translate(query) is None else _figures(next(answers)) for query in queries]


def _figures(line):
    if line.startswith("-"):
        return None
    return dict(zip(FIGURES, map(float, line.split("\t"))))


def python_module(name, *arguments):
    """The command line and environment that run a module of bench/ as a program."""
    return {"argv": [sys.executable, "-B", "-m", name, *map(str, arguments)],
            "env": {**os.environ, "PYTHONPATH": BENCH}}

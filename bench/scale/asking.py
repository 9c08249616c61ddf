"""One process that searches, asker.c, and what is measured with it."""
import os
import statistics
import subprocess
from typing import NamedTuple

from archives import program
from common.measure import PeerFailed
from common.query import read_classes
from nodes import peak_kb
from waits import quantile

QUERIES = os.path.join(os.path.dirname(os.path.abspath(__file__)), "queries.txt")
WAYS = ("exact", "facets", "timeline")  # classes that asker.c asks in a way of their own
WARM_UPS = 3


class Answer(NamedTuple):
    total: int
    missing: int
    resident_kb: int
    wall: list
    cpu: list


class Asker:
    def __init__(self, archive):
        self.process = subprocess.Popen([program("morgue-bench-asker"), archive], text=True, bufsize=1,
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.stdin.close()
        self.process.wait()
        self.process.stdout.close()

    def peak_kb(self):
        return peak_kb(self.process.pid)

    def open_anew(self):
        return self._request("open\n")

    def ask(self, query, way="-", times=1):
        return self._request(f"{times}\t{way}\t{query}\n")

    def _request(self, line):
        try:
            self.process.stdin.write(line)
            told = self.process.stdout.readline().split()
        except BrokenPipeError:
            told = []
        if not told:
            raise PeerFailed(f"morgue-bench-asker ended with {self.process.wait()} on: {line.strip()}")
        times = list(map(float, told[3:]))
        return Answer(int(told[0]), int(told[1]), int(told[2]), times[::2], times[1::2])


def classes(path):
    """(name, way, queries) of each class."""
    return [(each.name, each.name if each.name in WAYS else "-", each.queries) for each in read_classes(path)]


def times_of_class(asker, way, queries, times):
    """Figures over all queries of a class, each asked `times` times after it was asked before."""
    for query in queries:
        asker.ask(query, way, WARM_UPS)
    answers = [[asker.ask(query, way, times)] for query in queries]
    return {"hits": [answer.total for [answer] in answers], **_figures(answers)}


def first_times(asker, way, queries, times):
    """The same of archives opened anew for each query, so that nothing that a handle keeps helps."""
    answers = [[_first(asker, query, way) for _ in range(times)] for query in queries]
    return _figures(answers)


def _first(asker, query, way):
    asker.open_anew()
    return asker.ask(query, way)


def _figures(answers):
    """Of the answers to each query. `usual` is the mean over the queries of their medians: one late answer does not
    shift it."""
    wall = [[ms for answer in row for ms in answer.wall] for row in answers]
    cpu = [[ms for answer in row for ms in answer.cpu] for row in answers]
    missing = sum(answer.missing for row in answers for answer in row)
    return {"missing": missing, **_quantiles("wall", wall), **_quantiles("cpu", cpu)}


def _quantiles(name, rows):
    every = [ms for row in rows for ms in row]
    return {f"{name}_p50": quantile(every, 0.5), f"{name}_p99": quantile(every, 0.99),
            f"{name}_usual": statistics.fmean(map(statistics.median, rows))}

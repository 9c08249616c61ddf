"""The query loop of the searchers written in Python: native queries on stdin, one result line each.

A result line is tab-separated: best and median ms of the ten best, best and median ms of the ten best with the exact
count, the exact count. A query that the engine refuses gets "-". Figures may follow that only this engine has.
"""
import statistics
import sys
import time


def serve(top10, exact, runs, warmups):
    """top10(query) finds ten hits; exact(query) does so and returns the exact number of all."""
    queries = sys.stdin.read().splitlines()
    for _ in range(warmups):
        for query in queries:
            top10(query)
            exact(query)
    for query in queries:
        ten, _ = _times(top10, query, runs)
        counted, hits = _times(exact, query, runs)
        print(min(ten), statistics.median(ten), min(counted), statistics.median(counted), hits, sep="\t")


def _times(search, query, runs):
    """The milliseconds of each run, and what the search returns."""
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        result = search(query)
        times.append(round((time.perf_counter() - start) * 1000, 4))
    return times, result

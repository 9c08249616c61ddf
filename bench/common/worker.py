"""The query loop of the searchers written in Python: native queries on stdin, one result line each.

A result line is: ms of the ten best, ms of the ten best with the exact count, the exact count; tab-separated.
"""
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
        best_top10, _ = _best(top10, query, runs)
        best_exact, hits = _best(exact, query, runs)
        print(best_top10, best_exact, hits, sep="\t")


def _best(search, query, runs):
    best = float("inf")
    for _ in range(runs):
        start = time.perf_counter()
        result = search(query)
        best = min(best, time.perf_counter() - start)
    return round(best * 1000, 4), result

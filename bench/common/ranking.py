"""Measures of ranking, and the collections they are taken on.

A document that nobody judged counts as not relevant. A grade above 0 is relevant; nDCG takes the grade itself as the
gain (Jarvelin and Kekalainen 2002: gain / log2(rank + 1)). Queries without any relevant document are left out.
"""
import math
import os
import statistics
from typing import NamedTuple

DEPTH = 1000  # hits looked at, as is usual in TREC
KNOWN_DEPTH = 100  # an item that is not among these counts as not found


class Collection(NamedTuple):
    name: str
    documents: str  # path of JSON Lines
    queries: dict   # id: words
    judged: dict    # query id: {document id: grade}


def read_collection(folder):
    """A folder with docs.jsonl, queries.tsv (id TAB text), qrels.txt (query, anything, document, grade)."""
    with open(os.path.join(folder, "queries.tsv"), encoding="utf-8") as lines:
        queries = dict(line.rstrip("\n").split("\t", 1) for line in lines if line.strip())
    judged = {}
    with open(os.path.join(folder, "qrels.txt"), encoding="utf-8") as lines:
        for query, _, document, grade in map(str.split, filter(str.strip, lines)):
            judged.setdefault(query, {})[document] = int(grade)
    relevant = {query for query, grades in judged.items() if max(grades.values()) > 0}
    return Collection(os.path.basename(os.path.normpath(folder)), os.path.join(folder, "docs.jsonl"),
                      {query: text for query, text in queries.items() if query in relevant}, judged)


def write_queries(queries, path):
    with open(path, "w", encoding="utf-8") as out:
        out.writelines(f"{name}\t{text}\n" for name, text in queries.items())


def read_ranking(output):
    """Lines "query TAB document", best first: {query: [document]}."""
    ranking = {}
    for line in output.splitlines():
        query, document = line.split("\t", 1)
        ranking.setdefault(query, []).append(document)
    return ranking


def average_precision(found, grades):
    hits, total = 0, 0.0
    for rank, document in enumerate(found, 1):
        if grades.get(document, 0) > 0:
            hits += 1
            total += hits / rank
    return total / sum(grade > 0 for grade in grades.values())


def ndcg(found, grades, depth=10):
    best = sorted(grades.values(), reverse=True)
    return _dcg([grades.get(document, 0) for document in found[:depth]]) / _dcg(best[:depth])


def _dcg(gains):
    return sum(max(gain, 0) / math.log2(rank + 1) for rank, gain in enumerate(gains, 1))


def precision(found, grades, depth=10):
    return sum(grades.get(document, 0) > 0 for document in found[:depth]) / depth


def recall(found, grades, depth=100):
    return sum(grades.get(document, 0) > 0 for document in found[:depth]) / sum(g > 0 for g in grades.values())


def reciprocal_rank(found, grades):
    return next((1 / rank for rank, document in enumerate(found, 1) if grades.get(document, 0) > 0), 0.0)


def found_in(found, grades, depth=10):
    return float(any(grades.get(document, 0) > 0 for document in found[:depth]))


# name, measure; the first is the one that the signs are of
JUDGED = (("MAP", average_precision), ("nDCG@10", ndcg), ("P@10", precision), ("recall@100", recall))
KNOWN_ITEM = (("MRR", reciprocal_rank), ("found in 10", found_in))


def scores(ranking, collection, measures):
    """{measure: [score a query]}, in the order of the collection's queries."""
    return {name: [measure(ranking.get(query, []), collection.judged[query]) for query in collection.queries]
            for name, measure in measures}


def signs(ours, theirs):
    """Queries that are better, alike, worse; and how likely chance would part them so (two-sided sign test)."""
    better = sum(a > b + 1e-9 for a, b in zip(ours, theirs))
    worse = sum(a < b - 1e-9 for a, b in zip(ours, theirs))
    both, fewer = better + worse, min(better, worse)
    chance = min(1.0, 2 * sum(math.comb(both, i) for i in range(fewer + 1)) / 2**both)
    return {"better": better, "alike": len(ours) - both, "worse": worse, "chance": round(chance, 4)}


def means(by_measure):
    return {name: round(statistics.mean(values), 4) for name, values in by_measure.items()}

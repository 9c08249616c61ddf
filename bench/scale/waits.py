"""How long a search waits for the slowest of many shards: drawn from what one shard was measured to take.

A query is drawn, and for each shard how much longer or shorter than usual it takes: all shards have the same query,
so they are slow together where that is hard, and apart where a machine was busy.
"""
import math
import random
import statistics
from typing import NamedTuple

SHARES = (0.5, 0.95, 0.99, 0.999)
NEAR = 7  # neighbours on either side, by what they usually take, whose samples count for a query as well


class Measured(NamedTuple):
    usual: list  # of each query, ms: its median
    ratios: list  # of each query: of samples to their medians, its own and those of queries that take about as long

    def all(self):
        return [usual * ratio for usual, ratios in zip(self.usual, self.ratios) for ratio in ratios]


class Outcome(NamedTuple):
    quantiles: list  # of SHARES: ms that the slowest shard took
    asked: float  # requests to each shard that a search makes: 1, or more where a second replica is asked
    partial: float  # share of searches that some shard had no answer for


def read(path):
    """A line a query, the ms of its samples apart by tabs."""
    with open(path, encoding="ascii") as lines:
        return measured([list(map(float, line.split())) for line in lines if line.strip()])


def measured(rows):
    if not rows or not all(row and all(0 < ms < math.inf for ms in row) for row in rows):
        raise ValueError("no samples, or one that is not above 0")
    rows = sorted(rows, key=statistics.median)
    usual = [statistics.median(row) for row in rows]
    ratios = [[ms / middle for ms in row] for row, middle in zip(rows, usual)]
    near = [ratios[max(0, i - NEAR):i + NEAR + 1] for i in range(len(rows))]
    return Measured(usual, [[ratio for row in each for ratio in row] for each in near])


def quantile(values, share):
    """The smallest of the values that at least this share of them does not exceed."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered) - 1e-9) - 1)]


class Hedge(NamedTuple):
    """When a second replica is asked of a shard that has not answered yet; the first answer counts."""
    ms: float = None  # after so long, whatever the query
    ratio: float = None  # or after so many times what this query usually takes

    def after(self, usual):
        return self.ratio if self.ms is None else self.ms / usual


def simulate(from_one, shards, trials, seed, hedge=None, down=0.0, replicas=1):
    """`trials` searches. A replica is down with probability `down`, which is found out at once: the next one is
    asked."""
    draw = random.Random(f"{seed}/{shards}/{hedge}/{replicas}")
    slowest, more, partial = [], 0, 0
    for _ in range(trials):
        query = draw.randrange(len(from_one.usual))
        usual, ratios = from_one.usual[query], from_one.ratios[query]
        missing = _missing(draw, shards, down ** replicas)
        times = draw.choices(ratios, k=shards - missing)
        partial += missing > 0
        worst, asked = _hedged(draw, ratios, times, hedge.after(usual) if hedge else math.inf)
        slowest.append(usual * worst)
        more += asked
    return Outcome([quantile(slowest, share) for share in SHARES], 1 + more / trials / shards, partial / trials)


def _missing(draw, shards, probability):
    """How many of the shards have no replica left."""
    return sum(draw.random() < probability for _ in range(shards)) if probability else 0


def _hedged(draw, ratios, times, after):
    """The slowest, in units of the query's usual time, and how many were asked twice."""
    late = [time for time in times if time > after]
    if not late:
        return max(times, default=0.0), 0
    again = draw.choices(ratios, k=len(late))
    in_time = max((time for time in times if time <= after), default=0.0)
    return max([in_time, *(min(first, after + second) for first, second in zip(late, again))]), len(late)


def hedges(from_one, share=0.95):
    """The two ways to hedge: after the p95 of one shard's answers, and after that of answers to the same query."""
    return Hedge(ms=quantile(from_one.all(), share)), Hedge(ratio=quantile([ratio for ratios in from_one.ratios for ratio in ratios], share))

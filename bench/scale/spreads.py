"""What searching costs in one archive and in a spread one: by class of query, over the network, in memory."""
import itertools
import json
import os
import random
import re
import tempfile
from contextlib import ExitStack, contextmanager

import asking
from nodes import Node, Relay, cpu_between

TIMES, FIRST_TIMES = 50, 3
OTHER = "harvest"  # a word of no class: asking it takes a new handle's first costs off what is asked next
SAMPLED, SAMPLES = 100, 20
ENOUGH = 10  # hits of a query that is sampled: for one with fewer another spelling is looked for, in all words
SEED = 7


@contextmanager
def spread_file(lines):
    with tempfile.TemporaryDirectory(prefix="morgue-spread-") as folder:
        path = os.path.join(folder, "spread")
        with open(path, "w", encoding="utf-8") as out:
            out.writelines(line + "\n" for line in lines)
        yield path


@contextmanager
def served(archives, counted=False):
    """The nodes of the archives, relays in front of them where they are wished for, and the spread file."""
    with ExitStack() as stack:
        nodes = [_closed(stack, Node(archive)) for archive in archives]
        relays = [_closed(stack, Relay(node.port)) for node in nodes] if counted else []
        ports = [each.port for each in relays or nodes]
        yield nodes, relays, stack.enter_context(spread_file(f"tcp 127.0.0.1:{port}" for port in ports))


def _closed(stack, thing):
    stack.callback(thing.close)
    return thing


def local(archives, classes):
    """Rows of the classes: one archive as it is, several joined by a spread file."""
    lines = [f"local {os.path.abspath(archive)}" for archive in archives]
    with spread_file(lines) as path, asking.Asker(archives[0] if len(archives) == 1 else path) as asker:
        for name, way, queries in classes:
            yield {**_row("local", archives, name), "again": asking.times_of_class(asker, way, queries, TIMES),
                   "first": asking.first_times(asker, way, queries, FIRST_TIMES)}


def remote(archives, classes):
    with served(archives) as (nodes, _, path), asking.Asker(path) as asker:
        for name, way, queries in classes:
            yield {**_row("tcp", archives, name), "again": asking.times_of_class(asker, way, queries, TIMES),
                   "first": asking.first_times(asker, way, queries, FIRST_TIMES),
                   "nodes_cpu": _nodes_cpu(asker, nodes, way, queries)}


def _nodes_cpu(asker, nodes, way, queries):
    """The mean of first queries, ms of all nodes together."""
    total = 0
    for query in queries:
        asker.open_anew()
        before = [node.cpu_ms() for node in nodes]
        asker.ask(query, way)
        total += sum(cpu_between(then, node.cpu_ms()) for then, node in zip(before, nodes))
    return total / len(queries)


def _row(over, archives, name):
    return {"step": "search", "over": over, "shards": len(archives), "class": name}


def traffic(archives, classes):
    """Bytes and turns of all shards together, for queries asked one at a time; memory of the searcher and a node."""
    with served(archives, counted=True) as (nodes, relays, path), asking.Asker(path) as asker:
        counter = Counter(relays)
        opened = asker.open_anew()
        yield {"step": "memory", "shards": len(archives), "class": "opened", **_memory(asker, opened, nodes, counter)}
        first = asker.ask(OTHER)
        yield {"step": "memory", "shards": len(archives), "class": "a rare word", **_memory(asker, first, nodes, counter)}
        last = [asker.ask(query, way) for _, way, queries in classes for query in queries][-1]
        yield {"step": "memory", "shards": len(archives), "class": "all queries", **_memory(asker, last, nodes, counter)}
        for name, way, queries in classes:
            yield {"step": "traffic", "shards": len(archives), "class": name, **_traffic(asker, counter, way, queries)}


def _memory(asker, answer, nodes, counter):
    return {"resident_kb": answer.resident_kb, "peak_kb": asker.peak_kb(),
            "node_peak_kb": max(node.peak_kb() for node in nodes), **counter.passed()}


def _traffic(asker, counter, way, queries):
    """Means: of the first query of its class in a handle, of the next one, and of that asked again."""
    sums, missing = {"first": {}, "next": {}, "again": {}}, 0
    for before, query in zip(queries[-1:] + queries, queries):
        asker.open_anew()
        asker.ask(OTHER)
        counter.passed()
        for when, asked in (("first", before), ("next", query), ("again", query)):
            missing += asker.ask(asked, way).missing
            for key, value in counter.passed().items():
                sums[when][key] = sums[when].get(key, 0) + value / len(queries)
    return {**sums, "missing": missing}


class Counter:
    """What went through the relays since it was asked last."""

    def __init__(self, relays):
        self.relays, self.last = relays, {}

    def passed(self):
        counts = [relay.counts() for relay in self.relays]
        now = {key: sum(each[key] for each in counts) for key in counts[0]}
        gone = {key: value - self.last.get(key, 0) for key, value in now.items()}
        self.last = now
        return gone


def write_samples(archive, dump, base):
    """For bench/scale/tail, a line a query: BASE.waits, how long a search waits for its one node, which is wall time
    without CPU time of its own; BASE.cpu, what the node works meanwhile, which no other work on the machine shifts.

    Each sample is of a new handle that has lengths and dates and nothing else."""
    rows = {}
    with served([archive]) as ([node], _, spread), asking.Asker(spread) as asker:
        found = (query for query in made_up(dump) if asker.ask(query).total >= ENOUGH)
        queries = list(itertools.islice(found, SAMPLED))
        for _, query in itertools.product(range(SAMPLES), queries):
            asker.open_anew()
            asker.ask(OTHER + " after:2000")
            before = node.cpu_ms()
            answer = asker.ask(query)
            waits, cpu = rows.setdefault(query, ([], []))
            waits.append(answer.wall[0] - answer.cpu[0])
            cpu.append(cpu_between(before, node.cpu_ms()))
    for which, ending in enumerate((".waits", ".cpu")):
        with open(base + ending, "w", encoding="ascii") as out:
            out.writelines("\t".join(f"{max(ms, 0.001):.4f}" for ms in row[which]) + "\n" for row in rows.values())


def made_up(dump):
    """Queries of the dump's own words: one word, two, a phrase, near each other, in a year; in turn."""
    draw = random.Random(SEED)
    with open(dump, encoding="utf-8") as lines:
        texts = (re.findall(r"[a-z]{3,}", json.loads(line)["text"]) for line in lines)
        for number, text in enumerate(text for text in texts if len(text) > 9):
            at = draw.randrange(len(text) - 3)
            yield (text[at], f"{text[at]} {text[at + 3]}", f'"{text[at]} {text[at + 1]}"',
                   f"{text[at]} W/5 {text[at + 2]}", f"{text[at]} date:{draw.randrange(2012, 2021)}")[number % 5]

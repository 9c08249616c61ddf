"""Four shards on four machines, two of them with a replica on a machine of its own, and what is right to answer."""

import json

from judge import Judge
from press import Press
from toolbox import Machine, Node, chunks, scratch, write_dump, write_list

SHARDS = 4
REPLICAS = (0, 1)  # of which shards there is one
QUERIES = ("*", "the", "ferry OR storm*", "nato", "the W/S of", '"the of"', "location:geneva -person:blinken", "cs:The",
           "~washingtn", "has:person date:2005..2015", "title:the", "made NOT W/3 the", "*er", "nosuchwordanywhere")
ALL = ("--exact", "-n1000", "--snippets=1", "--facets=person,source", "--timeline=year")
SAMPLE = json.dumps({"text": """The ferry and the storm of the minister in Washington, made by the harbour for a treaty,
    as NATO and the council said at the bridge: article 5 of it was never the law there, nor the water."""})


class Fleet:
    def __init__(self, programs, articles=160, seed=1, slowly=()):
        """slowly: the shards whose nodes can be slowed."""
        self.programs = programs
        self.press = Press([SAMPLE], seed)
        self.written = articles
        lines = self.press.write(articles)
        self.archives = [self.make(number, lines) for number, lines in enumerate(chunks(lines, SHARDS))]
        self.machines = [Machine(number + 1) for number in range(SHARDS)]
        self.nodes = [Node(machine, archive, slowly=number in slowly)
                      for number, (machine, archive) in enumerate(zip(self.machines, self.archives))]
        self.replicas = {number: Node(Machine(SHARDS + 1 + number), self.archives[number])
                         for number in REPLICAS}
        self.plain = write_list(scratch("plain", "list"), *[node.line for node in self.nodes])
        self.doubled = write_list(scratch("doubled", "list"), *[
            node.line + (" or " + self.replicas[number].line if number in self.replicas else "")
            for number, node in enumerate(self.nodes)])
        self.names = [[node.line] + ([self.replicas[number].line] if number in self.replicas else [])
                      for number, node in enumerate(self.nodes)]

    def judge(self, options=ALL):
        return Judge(self.programs, self.archives, self.names, QUERIES, options)

    def make(self, number, lines):
        archive = scratch("shard-%d" % number)
        self.programs.index("--jobs=1", archive, write_dump(archive + ".jsonl", lines))
        return archive

    def heal(self):
        """All nodes as in the beginning."""
        for node in [*self.nodes, *self.replicas.values()]:
            node.machine.heal(status=None)
            node.machine.shape()
            if not node.child:
                node.start()
            if node.relay:
                node.relay.tell("flow")

    def add(self, number, count, *options):
        """So many new articles to a shard."""
        lines = self.press.write(count, self.written)
        self.written += count
        with open(self.archives[number] + ".jsonl", "a", encoding="utf-8") as file:
            file.writelines(lines)
        self.programs.index("--jobs=1", *options, self.archives[number],
                            write_dump(scratch("more.jsonl"), lines))

    def size(self, number):
        with open(self.archives[number] + ".jsonl", encoding="utf-8") as file:
            return sum(1 for _ in file)

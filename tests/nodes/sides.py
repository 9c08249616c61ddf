"""One archive, and the same articles on nodes: asked alike, compared."""

import json
import os
import re

from compare import differences, reordered
from toolbox import scratch, write_dump

SHOWN = 12  # differences
FACETS = "person,org,location,actor,topic,source,section,author"
# Options of runs over many queries. Numbers of hits are counted in the first ones only.
WAYS = (("--exact", "--explain", "--snippets=3", "-n12", "--facets=" + FACETS, "--facet-values=40", "--timeline=year"),
        ("--exact", "--sort=newest", "-n7", "--offset=3", "--full", "--timeline=month"),
        ("--exact", "--sort=oldest", "-n5", "--snippets=0", "--facets=person,source", "--timeline=day"),
        ("-n3", "--offset=9", "--snippets=2"))
BESIDE = {"aliases.txt": "NATO = OTAN = North Atlantic Treaty Organization\nferry = boat\n",
          "blocklist.txt": "location: Washington\n"}


def as_sets(answer, way):
    """The answer where the articles may stand in another order: hits with the same key are in any order."""
    if "error" in answer:
        return answer
    limit = next(int(option[2:]) for option in way if option.startswith("-n"))
    dated = "--sort=newest" in way or "--sort=oldest" in way
    return reordered(answer, "date" if dated else "score", limit)


class Sides:
    """One archive, and lists of shards with the same articles."""

    def __init__(self, programs, archive):
        self.programs = programs
        self.archive = archive
        self.lists = {}  # what the list is -> its path
        self.wrong = 0
        self.asked = 0

    def tell(self, what, found):
        found = list(found)
        self.asked += 1
        if found:
            self.wrong += 1
            if self.wrong <= SHOWN:
                print("%s\n    %s" % (what, "\n    ".join(found[:6])), flush=True)

    def put_beside(self):
        for name, text in BESIDE.items():
            for folder in {self.archive, *map(os.path.dirname, self.lists.values())}:
                write_dump(os.path.join(folder, name), [text])

    def all_queries(self, path, options, of):
        """The answers of an archive to the queries of a file."""
        done = self.programs.search("--queries=" + path, *options, of, status=(0, 1, 2))
        return [json.loads(line) for line in done.stdout.splitlines()]

    def compare_queries(self, queries, ways=WAYS, form=lambda answer, way: answer, lists=None):
        path = write_dump(scratch("queries"), [query + "\n" for query in queries])
        for way in ways:
            wanted = self.all_queries(path, way, self.archive)
            for name, spread in (lists or self.lists).items():
                given = self.all_queries(path, way, spread)
                self.tell("%s %s" % (name, " ".join(way)), differences(len(given), len(wanted), "answers"))
                for query, one, other in zip(queries, given, wanted):
                    self.tell("%s, %s: %s" % (name, " ".join(way), query),
                              differences(form(one, way), form(other, way)))

    def compare_texts(self, options, query=()):
        """What a single run prints, to the byte."""
        command = [*options, None, *query]
        wanted = self.one(command, self.archive)
        for name, spread in self.lists.items():
            self.tell("%s: %s" % (name, " ".join(filter(None, command))),
                      differences(self.one(command, spread), wanted))
        return wanted

    def one(self, command, of):
        done = self.programs.search(*[of if word is None else word for word in command], status=(0, 1, 2))
        return {"out": without_times(done.stdout), "err": done.stderr.replace(of, "ARCHIVE").split("\n"),
                "status": done.returncode}

    def compare_sets(self, options, query=()):
        """What a single run prints, as lines in any order."""
        command = [*options, None, *query]
        wanted = sorted(self.one(command, self.archive)["out"])
        for name, spread in self.lists.items():
            self.tell("%s: %s" % (name, " ".join(filter(None, command))),
                      differences(sorted(self.one(command, spread)["out"]), wanted))

    def compare_similar(self, name):
        options = ("--similar=" + name, "-n8", "--snippets=2")
        wanted = self.programs.find(self.archive, "*", *options)[0]
        for which, spread in self.lists.items():
            self.tell("%s: like %s" % (which, name), differences(self.programs.find(spread, "*", *options)[0], wanted))

    def compare_pages(self, query, *options, most=3):
        """One page behind the other, each by the cursor of its own side."""
        for name, spread in self.lists.items():
            after = [None, None]
            for page in range(most):
                one, other = [self.programs.find(of, query, "-n4", *options, *(["--after=" + at] if at else []))[0]
                              for of, at in zip((spread, self.archive), after)]
                self.tell("%s: page %d of %s" % (name, page, query), differences(one, other))
                after = [one["next"], other["next"]]
                if None in after:
                    break

    def report(self, what):
        """Prints what came out; the exit status."""
        print("%s: %d answers compared, %d differ" % (what, self.asked, self.wrong))
        return 1 if self.wrong else 0


def without_times(text):
    """Lines, without how long it took, and without a column of that, which may be empty and is as wide as its figures."""
    return re.sub(r"\d+(\.\d+)? ms|(?<=\d) +(\d+\.\d\d)?$| +ms$", " N ms", text, flags=re.M).split("\n")

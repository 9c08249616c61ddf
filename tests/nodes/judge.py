"""What is right to answer when some shards are missing: what the others say when they are on this machine."""

import json
import math

from compare import differences, reordered
from toolbox import Fault, scratch, write_dump, write_list

ENDED = "the search was ended after"  # begins the notice of a time limit
OF_PARTIAL = ("partial", "missing", "notices", "suggestion", "total_is_exact")  # what may differ then


class Judge:
    def __init__(self, programs, archives, names, queries, options):
        """archives: of the shards; names: as which answers may name each; options: with which queries are asked."""
        self.programs = programs
        self.archives = archives
        self.names = names
        self.queries = queries
        self.options = options
        self.loose = False  # hits with the same score may be in any order: they are in several databases of a node
        self.right = {}  # the shards that are there -> query -> answer

    def forget(self):
        """What was right before an archive changed."""
        self.right = {}

    def right_answer(self, query, missing):
        there = tuple(archive for number, archive in enumerate(self.archives) if number not in missing)
        if there and there not in self.right:
            path = write_list(scratch("right", "list"), *["local " + archive for archive in there])
            queries = write_dump(scratch("right", "queries"), [query + "\n" for query in self.queries])
            done = self.programs.search("--queries=" + queries, *self.options, path)
            self.right[there] = dict(zip(self.queries, map(json.loads, done.stdout.splitlines())))
        return self.right[there][query] if there else None

    def number_of(self, name):
        """The shard that a name in an answer is about."""
        for number, names in enumerate(self.names):
            if name in names:
                return number
        raise Fault("there is no shard %s" % name)

    def missing_in(self, answer):
        return {self.number_of(item["shard"]) for item in answer["missing"]}

    def check(self, answer, query=None, missing=None):
        """Is it whole, or marked partial and right for the shards that it has, if the query is one of ours? missing:
        those that have to be. Returns those that are."""
        if "error" in answer:
            raise Fault("%s: %s" % (query, answer["error"]))
        found = self.missing_in(answer)
        if missing is not None and found != set(missing):
            raise Fault("%s: %s are missing, not %s: %s" % (query, sorted(found), sorted(missing), answer["missing"]))
        ended = any(notice.startswith(ENDED) for notice in answer["notices"])
        if answer["partial"] != bool(found or ended) or (answer["partial"] and answer["total_is_exact"]):
            raise Fault("%s: partial is %s, and %d are missing: %s" % (query, answer["partial"], len(found),
                                                                       answer["notices"]))
        for item in answer["missing"]:
            if not item["reason"] or not any(item["shard"] in notice for notice in answer["notices"]):
                raise Fault("%s: no word of why: %s" % (query, answer["notices"]))
        if query and ended:
            self.check_some(query, answer, self.right_answer(query, found))
        elif query:
            self.compare(query, found, answer, self.right_answer(query, found))
        return found

    def check_some(self, query, answer, right):
        """Some of the right hits; of a page that was not to have all of them, nothing can be said."""
        known = right if right and len(right["results"]) == right["total"] else answer
        extra = {hit["id"] for hit in answer["results"]} - {hit["id"] for hit in known["results"]}
        if extra:
            raise Fault("%s, ended before all was looked at: %s should not be found" % (query, sorted(extra)))

    def compare(self, query, found, answer, right):
        if right is None:
            if answer["results"]:
                raise Fault("%s: no shard answers, and there are results" % query)
            return
        left_out = OF_PARTIAL if found else ()
        if self.loose:
            answer, right = [reordered(one, "score", math.inf) for one in (answer, right)]
        wrong = list(differences({key: value for key, value in answer.items() if key not in left_out},
                                 {key: value for key, value in right.items() if key not in left_out}))
        if wrong:
            raise Fault("%s, without %s: %s" % (query, sorted(found), "; ".join(wrong[:3])))

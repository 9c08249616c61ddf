"""Morgue itself: indexed by its program, searched through its library."""
import json
import os

from common.query import parse
from peers import morgue_goals
from peers.base import BENCH, Peer

PROGRAMS = ("morgue-index", "morgue-search", "morgue-bench-searcher")


class Morgue(Peer):
    name = "morgue"
    title = "Morgue"
    hint = "not built: set MORGUE_BUILD to the build folder, or build into build/ or build/release/"
    tag = "none"  # as the others

    def installed(self):
        return all(map(find, PROGRAMS))

    def version(self):
        return self.execute([find("morgue-index"), "--version"]).output.splitlines()[0]

    def prepare(self, corpus):
        self.dump = corpus.path

    def index(self):
        """1 says that articles were left out: those with neither title nor text."""
        used = self.execute([find("morgue-index"), "--json", f"--tag={self.tag}", self.path("index/archive"), self.dump], ok=(0, 1))
        self.summary = json.loads(used.output)
        return used

    def translate(self, query):
        """The queries are in Morgue's language as they stand; parsed all the same, so that a wrong one is found."""
        parse(query)
        return query

    def goals(self):
        program, archive = find("morgue-search"), self.path("index/archive")
        return [*morgue_goals.processes(program, archive), morgue_goals.facets(program, archive),
                morgue_goals.same_sentence(self.latency)]

    def latency(self, queries):
        return self.ask_searcher([find("morgue-bench-searcher"), self.path("index/archive"), str(self.runs)],
                                 queries)


class MorgueTagging(Morgue):
    """The same with its tagger: for what that costs. It answers alike, and is not asked."""
    name = "morgue-tagging"
    title = "Morgue, tagging"
    tag = "auto"

    def translate(self, query):
        return None

    def goals(self):
        return []


def find(name):
    """The path of one of Morgue's programs, or None."""
    root = os.path.dirname(BENCH)
    builds = [os.environ.get("MORGUE_BUILD"), os.path.join(root, "build/release"), os.path.join(root, "build")]
    places = (os.path.join(build, below, name) for build in builds if build for below in ("bin", ""))
    return next((place for place in places if os.access(place, os.X_OK)), None)

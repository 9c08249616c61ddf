"""Morgue itself: indexed by its program, searched through its library."""
import json
import os

from common.query import Syntax
from peers.base import BENCH, Peer

PROGRAMS = ("morgue-index", "morgue-bench-searcher")


class Morgue(Peer):
    name = "morgue"
    title = "Morgue"
    syntax = Syntax(both=" ", but_not=" NOT ")
    hint = "not built: set MORGUE_BUILD to the build folder, or build into build/ or build/release/"

    def installed(self):
        return all(map(find, PROGRAMS))

    def version(self):
        return self.execute([find("morgue-index"), "--version"]).output.splitlines()[0]

    def prepare(self, corpus):
        self.dump = corpus.path

    def index(self):
        used = self.execute([find("morgue-index"), "--json", self.path("index/archive"), self.dump])
        self.summary = json.loads(used.output)
        return used

    def latency(self, queries):
        return self.ask_searcher([find("morgue-bench-searcher"), self.path("index/archive"), str(self.runs)],
                                 queries)


def find(name):
    """The path of one of Morgue's programs, or None."""
    root = os.path.dirname(BENCH)
    builds = [os.environ.get("MORGUE_BUILD"), os.path.join(root, "build/release"), os.path.join(root, "build")]
    places = (os.path.join(build, below, name) for build in builds if build for below in ("bin", ""))
    return next((place for place in places if os.access(place, os.X_OK)), None)

"""Morgue itself, through its two command-line programs."""
import json
import os

from common.measure import PeerFailed
from peers.base import BENCH, Peer

PROGRAMS = {"morgue-index": "indexer", "morgue-search": "search"}


class Morgue(Peer):
    name = "morgue"
    title = "Morgue"
    hint = "not built: set MORGUE_BUILD to the build folder, or build into build/ or build/release/"

    def installed(self):
        return all(map(_program, PROGRAMS))

    def version(self):
        return self.execute([_program("morgue-index"), "--version"]).output.splitlines()[0]

    def prepare(self, corpus):
        self.dump = corpus.path

    def index(self):
        used = self.execute([_program("morgue-index"), "--json", self.path("index/archive"), self.dump])
        self.summary = json.loads(used.output)
        return used

    def latency(self, queries):
        return [self._query(query) for query in queries]

    def _query(self, query):
        top10 = [self._search(query)["took_ms"] for _ in range(self.runs)]
        exact = [self._search(query, "--exact") for _ in range(self.runs)]
        return min(top10), min(answer["took_ms"] for answer in exact), exact[0]["total"]

    def _search(self, query, *options):
        """took_ms is the engine's own time, after opening the archive and before writing the answer."""
        used = self.execute([_program("morgue-search"), "--format=json", "-n", "10", *options,
                             self.path("index/archive"), query], ok=(0, 1))
        try:
            return json.loads(used.output)
        except ValueError as error:
            raise PeerFailed(f"morgue-search answered '{query}' with no JSON: {error}") from error


def _program(name):
    root = os.path.dirname(BENCH)
    builds = [os.environ.get("MORGUE_BUILD"), os.path.join(root, "build/release"), os.path.join(root, "build")]
    places = (os.path.join(build, below, name) for build in builds if build for below in ("", "bin", PROGRAMS[name]))
    return next((place for place in places if os.access(place, os.X_OK)), None)

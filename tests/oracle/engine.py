"""The programs of Morgue, run."""

import json
import os
import subprocess


class Failed(Exception):
    pass


class Engine:
    """An archive of its own, in the folder, and what its programs say of it."""

    def __init__(self, binaries, folder):
        self.binaries = binaries
        self.folder = folder
        self.archive = os.path.join(folder, "archive")

    def start(self, program, *arguments):
        return subprocess.run([os.path.join(self.binaries, program), *arguments], capture_output=True, text=True,
                              check=False)

    def run(self, program, *arguments):
        done = self.start(program, *arguments)
        if done.returncode not in (0, 1):
            raise Failed("%s: status %d: %s" % (program, done.returncode, done.stderr))
        return done.stdout

    def index(self, *paths):
        """How many articles the archive has now."""
        return json.loads(self.run("morgue-index", "--tag=none", "--json", self.archive, *paths))["articles_total"]

    def dump(self):
        return self.run("morgue-search", "--dump", self.archive)

    def answers(self, queries, sort, facets, period):
        """For each query the object that --format=json prints, or one with the key error."""
        path = os.path.join(self.folder, "queries")
        with open(path, "w", encoding="utf-8") as file:
            file.writelines(query + "\n" for query in queries)
        done = self.start("morgue-search", "--queries=" + path, "--limit=1000000", "--snippets=0", "--sort=" + sort,
                          "--facets=" + ",".join(facets), "--facet-values=1000000", "--timeline=" + period,
                          self.archive)
        lines = done.stdout.splitlines()
        if len(lines) != len(queries):
            raise Failed("%d answers, status %d, at: %s\n%s" % (
                len(lines), done.returncode, queries[min(len(lines), len(queries) - 1)], done.stderr))
        return map(json.loads, lines)

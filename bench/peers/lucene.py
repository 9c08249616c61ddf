"""Lucene 8 through one small Java program, Lucene*.java, compiled before anything is measured."""
import glob
import os
import shutil
import zipfile

from common import corpus as corpora
from common.query import Inexpressible, Syntax, alternatives
from peers.base import BENCH, Peer

JARS = "/usr/share/java/lucene-{}-8*.jar"
PARTS = ("core", "analyzers-common", "queryparser", "queries")
JVM = ("-XX:+UseSerialGC", "-Xmx512m")
WARMUPS = 300  # until the just-in-time compiler has settled: after 40 rounds queries were up to 4 times slower


def field(value):
    if value.name != "source":
        raise Inexpressible(value.name)
    return f'{value.name}{"_exact" if value.exact else ""}:"{value.value}"'


def dates(value):
    first, last = (f"{day:%Y%m%d}" if day else "*" for day in value)
    return f"date:[{first} TO {last}]"


def near(value):
    """As LuceneQueries.java reads it: alternatives apart by "|", words of a phrase by "_", words between as slop."""
    if not isinstance(value.distance, int):
        raise Inexpressible("sentences and paragraphs")
    sides = " ".join("|".join(alternatives(side)).replace(" ", "_") for side in value[:2])
    how = "without" if value.negated else "ordered" if value.ordered else "near"
    return f'{how}:"{sides}"~{value.distance if value.negated else value.distance - 1}'


class Lucene(Peer):
    name = "lucene"
    title = "Lucene"
    has_searched = False
    syntax = Syntax(" AND ", " AND NOT ", {"wildcard": str, "field": field, "dates": dates, "near": near})

    def installed(self):
        return all(map(shutil.which, ("java", "javac"))) and len(_jars()) == len(PARTS)

    def version(self):
        with zipfile.ZipFile(_jars()[0]) as jar:
            manifest = jar.read("META-INF/MANIFEST.MF").decode()
        lines = dict(line.split(": ", 1) for line in manifest.splitlines() if ": " in line)
        java = self.execute(["java", "--version"]).output.splitlines()[0]
        return f"Lucene {lines['Specification-Version']} ({java})"

    def prepare(self, corpus):
        corpora.write_flat(corpus, self.path("flat"))
        self.compile()

    def compile(self):
        sources = sorted(glob.glob(os.path.join(BENCH, "peers", "Lucene*.java")))
        self.execute(["javac", "-cp", ":".join(_jars()), "-d", self.work, *sources])

    def index(self):
        return self.execute(self.command("index", self.folder, self.path("flat")))

    def latency(self, queries):
        """In an index that has the unstemmed words too; what those cost is not in the figures of indexing."""
        searched = self.path("searched")
        if not self.has_searched:
            shutil.rmtree(searched, ignore_errors=True)
            self.execute(self.command("index-for-wildcards", searched, self.path("flat")))
            self.has_searched = True
        return self.ask_searcher(self.command("search", searched, self.runs, WARMUPS), queries)

    def command(self, *arguments):
        classes = ":".join([self.work, *_jars()])
        return ["java", *JVM, "-cp", classes, "LuceneBench", *map(str, arguments)]


def _jars():
    return [jar for part in PARTS for jar in sorted(glob.glob(JARS.format(part)))[-1:]]

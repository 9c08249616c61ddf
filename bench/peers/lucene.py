"""Lucene 8 through one small Java program, LuceneBench.java, compiled before anything is measured."""
import glob
import os
import shutil
import zipfile

from common import corpus as corpora
from peers.base import BENCH, Peer

JARS = "/usr/share/java/lucene-{}-8*.jar"
PARTS = ("core", "analyzers-common", "queryparser")
JVM = ("-XX:+UseSerialGC", "-Xmx512m")
WARMUPS = 300  # until the just-in-time compiler has settled: after 40 rounds queries were up to 4 times slower


class Lucene(Peer):
    name = "lucene"
    title = "Lucene"

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
        source = os.path.join(BENCH, "peers", "LuceneBench.java")
        self.execute(["javac", "-cp", ":".join(_jars()), "-d", self.work, source])

    def index(self):
        return self.execute(self._command("index", self.folder, self.path("flat")))

    def latency(self, queries):
        return self.ask_searcher(self._command("search", self.folder, self.runs, WARMUPS), queries)

    def _command(self, *arguments):
        classes = ":".join([self.work, *_jars()])
        return ["java", *JVM, "-cp", classes, "LuceneBench", *map(str, arguments)]


def _jars():
    return [jar for part in PARTS for jar in sorted(glob.glob(JARS.format(part)))[-1:]]

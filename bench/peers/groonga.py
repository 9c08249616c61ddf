"""Groonga with its bigram tokenizer (Latin script: whole words) and its stemming filter, driven by its own commands."""
import glob
import itertools
import json
import shutil
import statistics

from common.corpus import FIELDS
from common.measure import PeerFailed
from common.query import Syntax
from peers.base import FIGURES, Peer

STEMMER = "/usr/lib/*/groonga/plugins/token_filters/stem.so"
TABLE = """plugin_register token_filters/stem
table_create News TABLE_HASH_KEY ShortText
"""
COLUMN = "column_create News {} COLUMN_SCALAR|COMPRESS_ZSTD Text\n"
# The index comes after the articles: Groonga then builds it in one go, which is its fastest way.
INDEX = """
table_create Terms TABLE_PAT_KEY ShortText --default_tokenizer TokenBigram \
--normalizer NormalizerAuto --token_filters TokenFilterStem
column_create Terms words COLUMN_INDEX|WITH_POSITION|WITH_SECTION News title,text
"""
SELECT = ("select News --match_columns title||text --query {} --limit 10 --output_columns _id,_score "
          "--sort_keys -_score\n")
WARMUPS = 3


class Groonga(Peer):
    name = "groonga"
    title = "Groonga"
    syntax = Syntax(both=" ", but_not=" -")

    def installed(self):
        return shutil.which("groonga") is not None and bool(glob.glob(STEMMER))

    def version(self):
        return " ".join(self.execute(["groonga", "--version"]).output.split()[:2])

    def prepare(self, corpus):
        with open(self.path("load"), "w", encoding="utf-8") as out:
            out.write(TABLE)
            out.writelines(COLUMN.format(field) for field in FIELDS[1:])
            out.write("load --table News\n[")
            for number, record in enumerate(corpus):
                row = {("_key" if field == "id" else field): value for field, value in record.items()}
                out.write((",\n" if number else "") + json.dumps(row, ensure_ascii=False))
            out.write("]\n" + INDEX)

    def index(self):
        used = self._groonga("-n", stdin=self.path("load"))
        for line in used.output.splitlines():
            _body(line)
        return used

    def latency(self, queries):
        with open(self.path("queries"), "w", encoding="utf-8") as out:
            out.write("cache_limit 0\n")
            for query in filter(None, map(self.translate, queries)):
                out.write(SELECT.format(json.dumps(query, ensure_ascii=False)) * (WARMUPS + self.runs))
        lines = iter(self._groonga(stdin=self.path("queries")).output.splitlines()[1:])
        return [self._next_row(lines) if self.translate(query) else None for query in queries]

    def _next_row(self, lines):
        """Groonga always counts every hit, so one figure serves as both latencies."""
        answers = [_body(line) for line in itertools.islice(lines, WARMUPS + self.runs)][WARMUPS:]
        times = [round(seconds * 1000, 4) for seconds, _ in answers]
        best, middle = min(times), statistics.median(times)
        return dict(zip(FIGURES, (best, middle, best, middle, answers[0][1][0][0][0])))

    def _groonga(self, *options, stdin):
        return self.execute(["groonga", "--log-path", self.path("groonga.messages"), *options,
                             self.path("index/db")], stdin=stdin)


def _body(line):
    (code, _, seconds, *message), *body = json.loads(line)
    if code != 0:
        raise PeerFailed(f"groonga: {message[0] if message else code}")
    return seconds, body[0]

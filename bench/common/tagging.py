"""Names that a tagger finds in marked text, counted by morgue-tag-eval, and the tables of them."""
import json
import re
from typing import NamedTuple

from common.tables import table

TYPES = ("PER", "ORG", "LOC")
THREE = "all 3"
LINE = re.compile(r"^  (spans|tags) +(PER|ORG|LOC|MISC|all 3) +(\d+) +(\d+) +(\d+) ", re.MULTILINE)
ARTICLES = re.compile(r": (\d+) articles")


class Counts(NamedTuple):
    marked: int = 0
    found: int = 0
    right: int = 0

    def __add__(self, other):
        return Counts(*(a + b for a, b in zip(self, other)))

    @property
    def figures(self):
        """Precision, recall, F1 in percent."""
        share = [100 * self.right / whole if whole else 0.0 for whole in (self.found, self.marked)]
        return *share, 200 * self.right / (self.found + self.marked) if self.found + self.marked else 0.0


class Score(NamedTuple):
    """What one tagger found in one text: Counts by kind ("spans", "tags") and type."""
    articles: int
    counts: dict

    def __add__(self, other):
        return Score(self.articles + other.articles,
                     {key: self.counts[key] + other.counts[key] for key in self.counts})

    def of(self, kind, which=THREE):
        return self.counts[kind, which]


def read_score(output):
    """The score that morgue-tag-eval printed of one file."""
    counts = {(kind, which): Counts(*map(int, numbers)) for kind, which, *numbers in LINE.findall(output)}
    articles = ARTICLES.search(output)
    if not articles or ("tags", THREE) not in counts:
        raise ValueError(f"morgue-tag-eval said no figures: {output[:200]!r}")
    return Score(int(articles[1]), counts)


def cell(counts):
    return " / ".join(f"{value:.1f}" for value in counts.figures)


def render(heading, kind, measured):
    """A line a tagger for each (name, {tagger: Score}); "P / R / F1" in percent."""
    lines = []
    for name, scores in measured:
        for tagger, score in scores.items():
            marked = score.of(kind).marked
            lines.append([name, tagger, *([str(score.articles), str(marked)] if name else ["", ""]),
                          *(cell(score.of(kind, which)) for which in (*TYPES, THREE))])
            name = ""
    return table([heading, "", "articles", kind, *TYPES, "all three"], lines)


def render_files(heading, measured, tagger, peer):
    """A line a file: F1 alone."""
    def f1(score, kind, which=THREE):
        return f"{score.of(kind, which).figures[2]:.1f}" if score else "-"
    lines = [[name, str(scores[tagger].of("spans").marked), *(f1(scores[tagger], "spans", which) for which in TYPES),
              f1(scores[tagger], "spans"), f1(scores[tagger], "tags"), f1(scores.get(peer), "spans"),
              f1(scores.get(peer), "tags")] for name, scores in measured]
    return table([heading, "spans", *TYPES, "all three", "tags", f"{peer}: spans", "tags"], lines)


def as_json(scores):
    return {tagger: {"articles": score.articles,
                     **{f"{kind} {which}": dict(zip(("marked", "found", "right", "p", "r", "f1"),
                                                    (*counts, *(round(value, 2) for value in counts.figures))))
                        for (kind, which), counts in score.counts.items()}}
            for tagger, score in scores.items()}


def articles_of(dump, limit):
    """Articles of a JSON Lines file as marked text without marks, until their text is `limit` bytes; the bytes."""
    out, size = [], 0
    with open(dump, encoding="utf-8") as lines:
        for line in filter(str.strip, lines):
            record = json.loads(line)
            parts = [part for part in f"{record.get('title') or ''}\n{record.get('text') or ''}".split("\n")
                     if part.strip() and part.strip() != "---"]
            article = "\n".join(parts).translate({ord("["): "(", ord("]"): ")"})
            out.append(f"---\n{article}\n")
            size += len(article.encode())
            if size >= limit:
                break
    return "".join(out), size

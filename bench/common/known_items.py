"""Known-item search: queries made of an article's own words, which only that article answers.

Made by a program, without the taste of an assessor: a check that what is tuned on one collection holds on another.
Queries of the title favour an engine that favours titles, so that three kinds stand apart: of the title, of the
first paragraph, of the middle of the text.
"""
import random
import re

from common.ranking import Collection

KINDS = ("title", "lead", "middle")
FEWEST, MOST = 5, 8
MIDDLE = 60  # words in the middle of a text that queries are drawn from
WORD = re.compile(r"[^\W_]+(?:['\u2019-][^\W_]+)*")


def collections(corpus, count, seed):
    """One collection for each kind, over the same articles."""
    draw = random.Random(seed)
    articles = [record for record in corpus if all(len(_words(record, kind)) >= FEWEST for kind in KINDS)]
    chosen = draw.sample(articles, min(count, len(articles)))
    return [Collection(f"known items, {kind}", corpus.path, *_queries(chosen, kind, draw)) for kind in KINDS]


def _queries(articles, kind, draw):
    queries = {record["id"]: " ".join(_some(_words(record, kind), draw)) for record in articles}
    return queries, {name: {name: 1} for name in queries}


def _some(words, draw):
    """5 to 8 of the words, in their order."""
    wanted = min(len(words), draw.randint(FEWEST, MOST))
    return [words[i] for i in sorted(draw.sample(range(len(words)), wanted))]


def _words(record, kind):
    """The different words of that part, without the shortest: nobody types "of"."""
    words = [word for word in WORD.findall(_part(record, kind)) if len(word) > 3 or word.isdigit()]
    return list({word.lower(): word for word in words}.values())


def _part(record, kind):
    if kind == "title":
        return record["title"]
    text = record["text"].strip()
    if kind == "lead":
        return text.split("\n", 1)[0]
    words = text.split()
    middle = len(words) // 2
    return " ".join(words[max(0, middle - MIDDLE // 2):middle + MIDDLE // 2])

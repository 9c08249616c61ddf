"""Made-up articles of real words: sentences and paragraphs, names, dates known to the day or only to the year, some in
French. The same seed writes the same."""

import json
import random
import re

NAMES = {"persons": "Antony Blinken|Sergei Lavrov|Ellen Washington|Thomas Washington|Margaret O'Brien|Elise Fontaine",
         "organizations": "NATO|OTAN|United Nations|Harbour Party|Eastmouth Rovers|Eastmouth Port Authority",
         "locations": "Geneva|Ukraine|Washington|Jordan|Köln|Eastmouth|Port Ellery"}
FRENCH = """les ministres ont parlé attaques pays article accord ferry élections gouvernement président grève ports
marins navires ville conseil décision nouvelles villes attaquer parler présidents""".split()


def words_of(lines):
    """The words of articles, the frequent ones first."""
    count = {}
    for line in lines:
        for word in re.findall(r"[^\W_][\w'’-]*", json.loads(line).get("text", "")):
            count[word] = count.get(word, 0) + 1
    return sorted(count, key=lambda word: (-count[word], word))


class Press:
    def __init__(self, lines, seed):
        """`lines`: articles that have the words."""
        self.random = random.Random(seed)
        self.words = words_of(lines)
        self.weights = [1 / (rank + 2.7) for rank in range(len(self.words))]
        self.topics = ["diplomacy", "ports", "sport", "weather", "elections", "trade"]

    def sentence(self, french):
        length = self.random.randint(4, 18)
        words = (self.random.choices(FRENCH, k=length) if french
                 else self.random.choices(self.words, self.weights, k=length))
        return words[0].capitalize() + " " + " ".join(words[1:]) + self.random.choice("...?")

    def text(self, french):
        return "\n\n".join(" ".join(self.sentence(french) for _ in range(self.random.randint(1, 4)))
                           for _ in range(self.random.randint(1, 5)))

    def date(self):
        year, month, day = self.random.randint(1995, 2024), self.random.randint(1, 12), self.random.randint(1, 28)
        return self.random.choice(("%d" % year, "%d-%02d" % (year, month), *3 * ("%d-%02d-%02d" % (year, month, day),),
                                   "%d-%02d-%02dT%02d:30:00Z" % (year, month, day, day % 24), None))

    def names(self, key):
        return [{"name": name, "by": self.random.choice(("dump", "tagger", "inherited")),
                 "main": self.random.random() < 0.3}
                for name in self.random.sample(NAMES[key].split("|"), self.random.choice((0, 0, 1, 2, 3)))]

    def article(self, number):
        french = self.random.random() < 0.1
        article = {"id": "made-%d" % number, "title": self.sentence(french).rstrip(".?"), "text": self.text(french),
                   "date": self.date(), "source": self.random.choice(("Meridian Wire", "Harbour Gazette", "Made Daily")),
                   "section": self.random.choice(("World", "Local", "Sport")), "language": "fr" if french else "en",
                   "topics": self.random.sample(self.topics, self.random.randint(0, 2)),
                   "url": "https://made.example/%d" % number, "dateline": self.random.choice((None, "EASTMOUTH", "GENEVA")),
                   **{key: self.names(key) for key in NAMES}}
        return json.dumps({key: value for key, value in article.items() if value}, ensure_ascii=False) + "\n"

    def write(self, count, begin=0):
        return [self.article(number) for number in range(begin, begin + count)]

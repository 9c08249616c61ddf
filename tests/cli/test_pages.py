"""The pages of a list of hits, however they are cut, are the list."""

import json
import random
import unittest

from toolbox import Scratch

WORDS = ["harvest", "barge", "quota", "silo"]


def article(draw, number):
    """Words of varying frequency, some in the title too, in texts of varying length."""
    text = ["grain%d" % draw.randrange(40) for _ in range(draw.randrange(20, 200))]
    for word in WORDS:
        text += [word] * draw.choice([0, 0, 1, 1, 2, 3, 5, 8])
    draw.shuffle(text)
    title = [word for word in WORDS if draw.random() < 0.08] or ["untitled"]
    dates = {} if number % 2 else {"date": "2019-05-%02d" % (number % 28 + 1)}
    return {"id": "a%03d" % number, "title": " ".join(title), "text": " ".join(text), **dates}


class Pages(Scratch):
    def setUp(self):
        super().setUp()
        draw = random.Random(1987)
        with open(self.folder + "/many.jsonl", "w", encoding="utf-8") as file:
            for number in range(1500):
                file.write(json.dumps(article(draw, number)) + "\n")
        self.index("archive", "many.jsonl")

    def ids(self, query, *options):
        return self.search("--format=ids", *options, "archive", query).split()

    def test_the_first_ones(self):
        for query in [*WORDS, "barge OR silo", "harvest quota"]:
            whole = self.ids(query, "--exact", "-n", "1500")
            for n in range(1, 60):
                self.assertEqual(self.ids(query, "-n", str(n)), whole[:n], (query, n))

    def test_pages(self):
        whole = self.ids("barge OR silo", "--exact", "-n", "1500")
        pages = []
        for offset in range(0, len(whole), 97):
            pages += self.ids("barge OR silo", "-n", "97", "--offset", str(offset))
        self.assertEqual(pages, whole)

    def test_no_more_than_there_are(self):
        for sort in ["relevance", "newest", "oldest"]:
            found = json.loads(self.search("--format=json", "--sort=" + sort, "archive", "*"))
            self.assertLessEqual(found["total"], 1500, sort)


if __name__ == "__main__":
    unittest.main()

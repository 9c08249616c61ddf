"""The sample archive answers its own list of queries, and every example of the field table finds something."""

import json
import os
import unittest

from toolbox import SOURCE, Scratch

SAMPLES = os.path.join(SOURCE, "samples")


def title_of(path):
    """The title of a plain text without header block: its first line."""
    with open(os.path.join(SAMPLES, "archive", path + ".txt"), encoding="utf-8") as text:
        return next(line.strip() for line in text if line.strip())


def expectations():
    with open(os.path.join(SAMPLES, "queries.tsv"), encoding="utf-8") as lines:
        rows = [line.rstrip("\n").split("\t") for line in lines if line.strip() and not line.startswith("#")]
    return [(row[0], row[1].split() if len(row) > 1 else []) for row in rows]


class Samples(Scratch):
    def setUp(self):
        super().setUp()
        self.index("--tag=none", "archive", os.path.join(SAMPLES, "archive"))

    def found(self, query):
        lines = self.search("--format=jsonl", "-n", "1000", "archive", "--", query).splitlines()
        return [json.loads(line) for line in lines]

    def test_queries(self):
        self.maxDiff = None
        for query, wanted in expectations():
            titles = {title_of(name) for name in wanted if "/" in name and self.has_no_id(name)}
            ids = {name for name in wanted if "/" not in name}
            hits = self.found(query)
            with self.subTest(query):
                self.assertEqual({hit["id"].removeprefix("reut-") for hit in hits if hit["title"] not in titles}, ids)
                self.assertLessEqual(titles, {hit["title"] for hit in hits})

    @staticmethod
    def has_no_id(name):
        return os.path.exists(os.path.join(SAMPLES, "archive", name + ".txt"))

    def test_run_again(self):
        again = self.index("--tag=none", "--json", "archive", os.path.join(SAMPLES, "archive"))
        summary = json.loads(again.stdout)
        self.assertEqual(summary["added"], 0)
        self.assertEqual(summary["articles_total"], 79)

    def test_field_examples(self):
        rows = [json.loads(line) for line in self.search("--fields", "--format=jsonl").splitlines()]
        examples = [row["example"] for row in rows if row.get("example")]
        self.assertGreaterEqual(len(examples), 10)
        for example in examples:
            with self.subTest(example):
                self.assertTrue(self.found(example))


if __name__ == "__main__":
    unittest.main()

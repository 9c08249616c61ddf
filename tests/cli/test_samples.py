"""The sample archive answers its own list of queries, and every example of the field table and of the
manual of the query language finds something."""

import json
import os
import re
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


def manual_tables():
    """The tables of the manual, each a list of rows of cells, the first its head."""
    tables, in_table = [], False
    with open(os.path.join(SOURCE, "docs", "query-language.md"), encoding="utf-8") as manual:
        for line in manual:
            row = line.startswith("|")
            if row and not in_table:
                tables.append([])
            if row:
                tables[-1].append([cell.strip() for cell in line.split("|")[1:-1]])
            in_table = row
    return tables


def manual_examples():
    """What stands in backquotes in the columns "query", "typed" and "example" of the manual's tables."""
    for head, _, *rows in manual_tables():
        column = next((i for i, cell in enumerate(head) if cell in ("query", "typed", "example")), None)
        for row in rows if column is not None else []:
            yield from re.findall("`([^`]+)`", row[column])


def manual_readings():
    """Pairs of queries that mean the same: what is typed, and what the manual says that it is read as."""
    for head, _, *rows in manual_tables():
        if head[1] in ("read as", "searched"):
            cells = [[re.findall("`([^`]+)`", cell) for cell in row[:2]] for row in rows]
            yield from (pair for typed, read in cells for pair in zip(typed, read))


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

    def test_manual_examples(self):
        examples = list(manual_examples())
        self.assertGreaterEqual(len(examples), 50)
        for example in examples:
            with self.subTest(example):
                self.assertTrue(self.found(example))

    def test_manual_readings(self):
        pairs = list(manual_readings())
        self.assertGreaterEqual(len(pairs), 15)
        for typed, read in pairs:
            with self.subTest(typed):
                self.assertEqual(*({hit["id"] for hit in self.found(query)} for query in (typed, read)))

    def test_every_format_is_described(self):
        with open(os.path.join(SOURCE, "docs", "formats.md"), encoding="utf-8") as page:
            described = [name for line in page if line.startswith("| `")
                         for name in line.split("|")[1].replace("`", "").split()]
        listed = self.run_program("morgue-index", "--list-formats").stdout.split("\n\n")[0]
        self.assertEqual(sorted(set(described)),
                         sorted(line.split()[0] for line in listed.splitlines()))


if __name__ == "__main__":
    unittest.main()

"""--format=csv, read by another's reader."""

import csv
import io
import json
import subprocess
import unittest

from toolbox import Scratch, program

COLUMNS = ["id", "title", "date", "source", "section", "authors", "url", "language", "persons",
           "organizations", "locations", "score", "snippet"]
HOSTILE = ['He said "no", twice', '"', '""', "a,b;c", "  spaces at the ends  ", "=1+1", "tab\there",
           "-", "'", "Ünïcode 東京 🚢", "back\\slash", "x" * 5000, "carriage", "', '"]


class Spreadsheet(Scratch):
    def setUp(self):
        super().setUp()
        self.articles = [
            {"id": "h-%02d" % i, "title": "common " + value, "authors": [value, "Second"],
             "source": value, "section": value,
             "text": 'Common first "line",\n%s\n\nsecond; paragraph' % value}
            for i, value in enumerate(HOSTILE)]
        with open(self.folder + "/hostile.jsonl", "w", encoding="utf-8") as file:
            file.writelines(json.dumps(article) + "\n" for article in self.articles)
        self.index("archive", "hostile.jsonl")

    def raw(self, *options):
        return subprocess.run([program("morgue-search"), "--format=csv", "-n", "50", *options,
                               "archive", "common"], cwd=self.folder, env=self.environment,
                              capture_output=True, timeout=60, check=True).stdout

    def rows(self, *options):
        text = self.raw(*options).decode("utf-8-sig")
        return list(csv.reader(io.StringIO(text, newline=""), strict=True))

    def results(self, *options):
        lines = self.search("--format=jsonl", "-n", "50", *options, "archive", "common")
        return [json.loads(line) for line in lines.splitlines()]

    def test_columns(self):
        self.assertEqual(self.rows()[0], COLUMNS)
        self.assertEqual(self.rows("--full")[0], COLUMNS + ["text"])

    def test_values_are_those_of_json(self):
        rows = self.rows("--full")
        results = self.results("--full")
        self.assertEqual(len(rows), 1 + len(HOSTILE))
        for row, result in zip(rows[1:], results):
            self.assertEqual(len(row), len(COLUMNS) + 1)
            row = dict(zip(rows[0], row))
            for key in ("id", "title", "date", "source", "section", "url", "language", "text"):
                self.assertEqual(row[key], result[key] or "", key)
            for key in ("authors", "persons", "organizations", "locations"):
                self.assertEqual(row[key], "; ".join(result[key]), key)
            self.assertAlmostEqual(float(row["score"]), result["score"], places=3)

    def test_snippets_are_plain(self):
        for row in self.rows()[1:]:
            self.assertNotIn("<mark>", row[-1])
            self.assertIn("ommon", row[-1])
        for row in self.rows("--snippets=0")[1:]:
            self.assertEqual(row[-1], "")

    def test_lines_end_as_the_standard_says(self):
        text = self.raw("--snippets=0")
        self.assertEqual(text.count(b"\r\n"), 1 + len(HOSTILE))
        self.assertEqual(text.count(b"\n"), 1 + len(HOSTILE))
        self.assertTrue(text.endswith(b"\r\n"))

    def test_byte_order_mark(self):
        self.assertTrue(self.raw().startswith(b"id,"))
        self.assertEqual(self.raw("--bom"), b"\xef\xbb\xbf" + self.raw())


if __name__ == "__main__":
    unittest.main()

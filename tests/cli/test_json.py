"""The keys of all JSON, and their order: people script them."""

import json
import unittest

from toolbox import Scratch

SUMMARY = ["articles_seen", "added", "replaced", "unchanged", "older", "rejected", "deleted", "tagged",
           "articles_total", "bytes_in", "bytes_text", "bytes_archive", "seconds", "archive"]
PAGE = ["query", "total", "total_is_exact", "partial", "missing", "took_ms", "results", "facets", "timeline",
        "suggestion", "notices", "next"]
RESULT = ["id", "title", "date", "source", "section", "authors", "url", "language", "persons",
          "organizations", "locations", "score", "snippet"]
REJECT = ["path", "offset", "line", "id", "severity", "reason"]
ARRAYS = {"authors", "persons", "organizations", "locations"}


class Shapes(Scratch):
    def test_summary(self):
        summary = json.loads(self.index("--json", "archive", "dump", "broken.jsonl").stdout)
        self.assertEqual(list(summary), SUMMARY)
        self.assertEqual(summary["archive"], "archive")
        for key in SUMMARY[:-2]:
            self.assertIsInstance(summary[key], int, key)
        self.assertIsInstance(summary["seconds"], float)
        self.assertEqual(summary["added"], summary["articles_total"])
        self.assertGreater(summary["rejected"], 0)

    def test_page(self):
        self.index("archive", "dump")
        page = json.loads(self.search("--format=json", "archive", "harbour", "ferry"))
        self.assertEqual(list(page), PAGE)
        self.assertEqual(page["query"], "harbour ferry")
        self.assertEqual((page["partial"], page["facets"], page["timeline"]), (False, {}, []))
        self.assertIsInstance(page["total"], int)
        self.assertIsInstance(page["total_is_exact"], bool)
        self.assertIsInstance(page["took_ms"], float)

    def test_pages(self):
        """`next` leads through all pages."""
        self.index("archive", "dump")
        whole = self.search("--format=ids", "--sort=oldest", "archive", "*").split()
        ids, after = [], []
        while after is not None:
            page = json.loads(self.search("--format=json", "-n3", "--sort=oldest", *after, "archive", "*"))
            self.assertEqual(page["total"], len(whole))
            ids += [hit["id"] for hit in page["results"]]
            after = ["--after=" + page["next"]] if page["next"] else None
        self.assertEqual(ids, whole)
        self.assertGreater(len(whole), 6)
        text = self.search("-n2", "--after=" + json.loads(
            self.search("--format=json", "-n2", "archive", "*"))["next"], "archive", "*")
        self.assertIn(f"2 of {len(whole)} articles", text)
        done = self.run_program("morgue-search", "--after=nonsense", "archive", "*")
        self.assertEqual((done.returncode, done.stdout), (2, ""))
        self.assertIn("this is no cursor", done.stderr)

    def test_more_on_request(self):
        self.index("archive", "dump")
        page = json.loads(self.search("--format=json", "--explain", "--snippets=2", "--full",
                                      "--facets=location,persons", "--timeline=year", "archive",
                                      "ferry"))
        self.assertEqual(list(page), PAGE + ["plan"])
        self.assertEqual(list(page["facets"]), ["location", "person"])
        result, = page["results"]
        self.assertEqual(list(result), RESULT + ["snippets", "text", "reasons"])
        self.assertEqual(result["snippet"], " ... ".join(result["snippets"]))

    def test_results(self):
        self.index("archive", "dump")
        results = json.loads(self.search("--format=json", "archive", "*"))["results"]
        self.assertEqual(len(results), 7)
        for result in results:
            self.assertEqual(list(result), RESULT)
            for key, value in result.items():
                kind = list if key in ARRAYS else float if key == "score" else (str, type(None))
                self.assertIsInstance(value, kind, key)
        undated = next(result for result in results if result["id"] == "w-undated")
        self.assertIsNone(undated["date"])
        self.assertEqual(undated["persons"], [])

    def test_lines_are_the_results(self):
        self.index("archive", "dump")
        page = json.loads(self.search("--format=json", "--full", "archive", "*"))
        lines = self.search("--format=jsonl", "--full", "archive", "*").splitlines()
        self.assertEqual([json.loads(line) for line in lines], page["results"])
        for line in lines:
            self.assertEqual(list(json.loads(line)), RESULT + ["text"])

    def test_tags_are_strings(self):
        self.index("archive", "dump")
        result = json.loads(self.search("--format=jsonl", "archive", "id:w-2022-geneva"))
        self.assertEqual(result["persons"], ["Antony Blinken", "Sergei Lavrov"])

    def test_snippet_is_html(self):
        self.index("archive", "dump")
        result = json.loads(self.search("--format=jsonl", "archive", '"article 5"'))
        self.assertIn("<mark>Article", result["snippet"])
        self.assertEqual(result["snippet"].count("<mark>"), result["snippet"].count("</mark>"))
        self.assertNotIn("<UN>", result["snippet"])
        self.assertIn("&lt;UN&gt;", result["snippet"])
        self.assertIn("NATO &amp; the", result["snippet"])

    def test_rejects(self):
        self.index("--rejects=bad.jsonl", "archive", "broken.jsonl")
        with open(self.folder + "/bad.jsonl", encoding="utf-8") as file:
            lines = [json.loads(line) for line in file]
        self.assertGreaterEqual(len(lines), 2)
        for line in lines:
            self.assertEqual(list(line), REJECT)
            self.assertIn(line["severity"], ("rejected", "repaired", "skipped", "note"))
            self.assertEqual(line["path"], "broken.jsonl")
        with open(self.folder + "/broken.jsonl", "rb") as file:
            file.seek(lines[0]["offset"])
            self.assertIn(b"bad-1", file.readline())

    def test_rejects_of_a_path_that_is_not_utf8(self):
        name = b"br\xfccke.jsonl"
        with open(self.folder.encode() + b"/" + name, "wb") as file:
            file.write(b'{"title":"cut\n')
        self.index("--rejects=bad.jsonl", "archive", name)
        with open(self.folder + "/bad.jsonl", encoding="utf-8") as file:
            self.assertIn("br", json.loads(file.readline())["path"])


if __name__ == "__main__":
    unittest.main()

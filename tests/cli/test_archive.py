"""Whole ways round: what goes in comes out, and what the documents promise is found."""

import json
import os
import re
import unittest

from toolbox import SOURCE, Scratch

SAMPLES = os.path.join(SOURCE, "samples", "archive")


class RoundTrip(Scratch):
    def check(self, *paths):
        self.index("first", *paths)
        dumped = self.search("--dump", "first")
        with open(self.folder + "/first.jsonl", "w", encoding="utf-8") as file:
            file.write(dumped)
        again = self.run_program("morgue-index", "--json", "second", "first.jsonl")
        self.assertEqual(again.returncode, 0, again.stderr)
        self.assertEqual(json.loads(again.stdout)["added"], dumped.count("\n"))
        self.assertEqual(self.search("--dump", "second"), dumped)

    def test_inputs(self):
        self.check("dump", "odd-keys.jsonl")

    @unittest.skipUnless(os.path.isdir(SAMPLES), "no samples here")
    def test_samples(self):
        self.check(SAMPLES)

    def test_a_dump_changes_nothing(self):
        self.index("archive", "dump")
        with open(self.folder + "/out.jsonl", "w", encoding="utf-8") as file:
            file.write(self.search("--dump", "archive"))
        summary = json.loads(self.index("--json", "archive", "out.jsonl").stdout)
        self.assertEqual((summary["unchanged"], summary["replaced"]), (7, 0))


class Fields(Scratch):
    def table(self):
        return [json.loads(line)
                for line in self.search("--fields", "--format=jsonl").splitlines()]

    @unittest.skipUnless(os.path.isdir(SAMPLES), "no samples here")
    def test_every_example_finds_something(self):
        self.index("archive", SAMPLES)
        examples = [field["example"] for field in self.table() if field["example"]]
        self.assertGreater(len(examples), 8)
        for example in examples:
            with self.subTest(example=example):
                self.assertGreater(int(self.search("--format=count", "archive", example)), 0)

    def test_every_query_of_the_man_page_is_understood(self):
        self.index("archive", "dump")
        page = self.search("--generate=man").replace("\\(dq", '"').replace("\\(ti", "~").replace("\\-", "-")
        table = page[page.index('.SH "QUERIES"'):].split(".nf\n")[1].split("\n.fi")[0]
        queries = [re.split("  +", line.strip())[0] for line in table.splitlines()]
        self.assertGreater(len(queries), 8)
        for query in queries:
            with self.subTest(query=query):
                self.search("archive", "--", query)

    def test_forms_agree(self):
        self.assertEqual(json.loads(self.search("--fields", "--format=json")), self.table())
        text = self.search("--fields")
        for field in self.table():
            if field["searchable"]:
                self.assertRegex(text, r"(?m)^%s " % field["name"])


class Samples(Scratch):
    def test_the_example_programs(self):
        done = self.shell("hello_index hello && hello_search hello ferry")
        self.assertEqual((done.returncode, done.stdout, done.stderr),
                         (0, "2019-05-02  Ferry runs again\n", ""))

    def test_a_tagger_of_its_own(self):
        done = self.shell(f"tag_with_my_own ships '{SOURCE}/samples/archive'")
        self.assertEqual((done.returncode, done.stdout, done.stderr), (0, "79 articles, 10 of them tagged, 0 rejected\n", ""))
        found = self.search("--format=ids", "--sort=oldest", "ships", 'org:="mv orsolya" by:tagger')
        self.assertEqual(len(found.split()), 3)
        self.assertEqual(self.shell("tag_with_my_own ships nowhere").returncode, 1)

    def test_a_format_of_a_program(self):
        """The cards of samples/add_a_format.md, read by a program, as they stand and packed."""
        with open(os.path.join(SOURCE, "samples", "add_a_format.md"), encoding="utf-8") as page:
            cards = page.read().split("```cards\n")[1].split("```")[0]
        os.mkdir(self.folder + "/drawers")
        with open(self.folder + "/drawers/first.txt", "w", encoding="utf-8") as file:
            file.write(cards)
        self.assertEqual(self.shell("add_a_format cards drawers").stdout, "3 added, 0 replaced, 0 unchanged\n")
        dump = [json.loads(line) for line in self.search("--dump", "cards").splitlines()]
        self.assertEqual([(one["title"], one.get("date"), one.get("source")) for one in dump],
                         [("Crane falls on quay; two hurt", "1987-03-04", "Harbour Gazette"),
                          ("Port Authority answers for crane", "1987-03-05", "Harbour Gazette"),
                          ("A card without a date is a card all the same", None, None)])
        self.assertIn("quay on Tuesday.\n\nNobody", dump[0]["text"])
        self.assertEqual(self.shell("sed s/quay/pier/ drawers/first.txt > drawers/second.txt; tar -cz drawers > "
                                    "drawers.tgz; add_a_format cards drawers.tgz").stdout,
                         "1 added, 0 replaced, 5 unchanged\n")
        self.assertEqual(self.shell("echo plain > p.txt; add_a_format cards p.txt").returncode, 0)


if __name__ == "__main__":
    unittest.main()

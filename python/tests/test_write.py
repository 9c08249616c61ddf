"""Writing: articles one by one, dumps, what is told meanwhile, looking after an archive."""

import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import unittest

import morgue
from common import SAMPLES, InFolder

FERRY = {"id": "1", "title": "Ferry runs again", "date": "2 May 2019", "persons": ["Jane Roe"], "page": 3}


class Adding(InFolder):
    def test_outcomes(self):
        self.assertEqual(self.write(FERRY, FERRY, {**FERRY, "title": "Ferry"}, {"title": "x", "text": "y"}),
                         ["added", "unchanged", "replaced", "added"])
        self.assertEqual(self.write({**FERRY, "version": 2}, {**FERRY, "version": 1}), ["replaced", "older"])
        with morgue.open(self.path) as archive:
            article = archive.article("1")
        self.assertEqual((article["page"], article.date, article.persons), (3, "2019-05-02", ["Jane Roe"]))

    def test_articles(self):
        article = morgue.Article(title="No id")
        with morgue.Writer(self.path, tag="none") as writer:
            self.assertEqual(writer.add(article, source="A paper"), "added")
            self.assertEqual(writer.add(article), "added")
            self.assertEqual(writer.add(title="By keywords"), "added")
        self.assertTrue(article.id)
        self.assertEqual(len(self.ids()), 3)
        with morgue.open(self.path) as archive:  # what was read may be written
            kept = list(archive.walk())
        with morgue.Writer(self.folder / "copy", tag="none") as writer:
            self.assertEqual([writer.add(one) for one in kept], ["added"] * 3)

    def test_what_cannot_be_added(self):
        with morgue.Writer(self.path, tag="none") as writer:
            for article, error in (({}, morgue.BadInput), ({"id": "1"}, morgue.BadInput),
                                   ({"title": 1.5}, TypeError), ({"title": "x", "date": "?"}, morgue.BadInput)):
                with self.subTest(article), self.assertRaises(error):
                    writer.add(article)
            with self.assertRaises(morgue.NotFound):
                writer.delete("1")

    def test_delete(self):
        self.write(FERRY, {"id": "2", "title": "Storm"})
        with morgue.Writer(self.path, tag="none") as writer:
            writer.delete("1")
        self.assertEqual(self.ids(), ["2"])

    def test_commit_and_drop(self):
        with self.assertRaises(ZeroDivisionError):
            with morgue.Writer(self.path, tag="none") as writer:
                writer.add(FERRY)
                writer.commit()
                self.assertEqual(self.ids(), ["1"])
                writer.add(id="2", title="Storm")
                1 / 0
        self.assertEqual(self.ids(), ["1"])
        writer = morgue.Writer(self.path, tag="none")
        writer.add(id="3", title="Flood")
        writer.close()
        writer.close()
        self.assertEqual(self.ids(), ["1"])
        with self.assertRaises(ValueError):
            writer.commit()

    def test_one_writer(self):
        with morgue.Writer(self.path, tag="none"):
            with self.assertRaises(morgue.Locked):
                morgue.Writer(self.path, tag="none")
        morgue.Writer(self.path, tag="none", must_exist=True).close()
        with self.assertRaises(morgue.NotFound):
            morgue.Writer(self.folder / "other", tag="none", must_exist=True)
        for options in ({"tag": "some"}, {"tagger_model": "a\0b"}):
            with self.assertRaises(ValueError):
                morgue.Writer(self.path, **options)

    def test_parts(self):
        outcomes = []
        for part in (1, 2), (2, 2):
            path = self.folder / ("part-%d" % part[0])
            with morgue.Writer(path, tag="none", part=part) as writer:
                outcomes.append([writer.add(id=str(n), title="Ferry") for n in range(20)])
            with morgue.Writer(path, tag="none") as writer:
                summary = writer.import_paths(SAMPLES)
                self.assertEqual(summary.elsewhere + summary.added + summary.replaced + summary.unchanged, 86)
            with morgue.Archive(path) as archive:
                self.assertEqual((archive.stats().part, archive.stats().parts), part)
            self.assertEqual(morgue.dry_run(SAMPLES, part=part).elsewhere, summary.elsewhere)
        self.assertTrue(all(sorted(pair) == ["added", "elsewhere"] for pair in zip(*outcomes)))
        with self.assertRaises(morgue.Invalid):
            morgue.Writer(self.folder / "part-1", tag="none", part=(2, 2))
        self.assertGreater(morgue.rebuild(self.folder / "part-1", part=(1, 2)).articles, 20)

    def test_replace(self):
        for replace, outcome, title in (False, "older", "Second"), (True, "replaced", "First"):
            with morgue.Writer(self.path, tag="none", replace=replace) as writer:
                if not replace:
                    writer.add(id="1", title="Second", revision="2")
                self.assertEqual(writer.add(id="1", title="First", revision="1"), outcome)
            with morgue.open(self.path) as archive:
                self.assertEqual(archive.article("1").title, title)

    def test_threads_take_turns(self):
        with morgue.Writer(self.path, tag="none") as writer:
            def add(number):
                for i in range(50):
                    writer.add(id=f"{number}-{i}", title=f"Ferry {i}")
            threads = [threading.Thread(target=add, args=[number]) for number in range(4)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
        with morgue.open(self.path) as archive:
            self.assertEqual(archive.stats().articles, 200)


class Importing(InFolder):
    def dump(self, *articles, name="dump.jsonl"):
        path = self.folder / name
        path.write_text("".join(json.dumps(article) + "\n" for article in articles))
        return path

    def test_samples(self):
        problems, files, found, seen = [], [], [], []
        with morgue.Writer(self.path, tag="none") as writer:
            summary = writer.import_paths(SAMPLES, problem=problems.append, file=files.append,
                                          article=found.append, progress=seen.append)
        self.assertEqual((summary.added, summary.replaced, summary.unchanged, summary.rejected), (79, 6, 1, 0))
        self.assertEqual((len(files), summary.files_read, summary.articles_seen, len(found)), (36, 36, 86, 85))  # one line was there already, and was not read
        self.assertEqual({report.format for report in files}, {"json", "text", "reuters"})
        self.assertEqual(sum(report.articles for report in files), 86)
        self.assertTrue(all(report.filled.get("title", 0) <= report.articles for report in files))
        self.assertTrue(any(report.filled.get("location") for report in files))
        self.assertTrue(all(one.article.text for one in found if one.path.endswith(".jsonl")))
        self.assertEqual(len({one.article.id for one in found}), 79)
        self.assertTrue(all(isinstance(one, morgue.Summary) for one in seen))

    def test_problems(self):
        path = self.dump({"id": "1", "title": "Good"}, {"id": "2"}, name="a.jsonl")
        with path.open("a") as file:
            file.write("{broken\n")
        problems = []
        with morgue.Writer(self.path, tag="none") as writer:
            summary = writer.import_paths([path, self.folder / "missing"], problem=problems.append)
        self.assertEqual((summary.added, summary.rejected, summary.files_rejected), (1, 3, 1))
        self.assertEqual([(one.severity, one.line, one.id) for one in problems if one.path == str(path)],
                         [("rejected", 2, "2"), ("rejected", 3, "")])

    def test_options(self):
        path = self.dump({"id": "1", "head": "Ferry", "who": "Jane Roe", "when": "03/04/2022"})
        with morgue.Writer(self.path, tag="none") as writer:
            writer.import_paths(path, format="json", mappings={"head": "title", "who": "person", "when": "date"},
                                dates="day")
            with self.assertRaises(morgue.Invalid):
                writer.import_paths(path, format="cards")
            for options in ({"mappings": {"x": "colour"}}, {"dates": "year"}, {"format": "a\0"}):
                with self.subTest(options), self.assertRaises(ValueError):
                    writer.import_paths(path, **options)
        with morgue.open(self.path) as archive:
            article = archive.article("1")
        self.assertEqual((article.title, article.persons, article.date), ("Ferry", ["Jane Roe"], "2022-04-03"))

    def test_dry_run(self):
        titles = []
        summary = morgue.dry_run(self.dump(FERRY), article=lambda found: titles.append(found.article.title))
        self.assertEqual((summary.added, titles), (1, ["Ferry runs again"]))
        self.assertFalse(self.path.exists())

    def test_cancelled(self):
        with morgue.Writer(self.path, tag="none") as writer:
            with self.assertRaises(morgue.Cancelled) as raised:
                writer.import_paths(SAMPLES, progress=lambda summary: False)
            self.assertIsInstance(raised.exception.summary, morgue.Summary)
            self.assertEqual(writer.import_paths(SAMPLES).articles_seen, 86)

    def test_callbacks_that_raise(self):
        for name in ("problem", "article", "file", "progress"):
            def fail(*_):
                calls.append(1)
                raise ZeroDivisionError(name)
            calls = []
            with self.subTest(name), morgue.Writer(self.folder / name, tag="none") as writer:
                with self.assertRaisesRegex(ZeroDivisionError, name):
                    writer.import_paths([self.folder / "missing", SAMPLES], **{name: fail})
                self.assertEqual(len(calls), 1)
                self.assertEqual(writer.add(FERRY), "added")

    def test_control_c(self):
        with morgue.Writer(self.path, tag="none") as writer:
            for name in ("progress", "article", "file"):
                with self.subTest(name), self.assertRaises(KeyboardInterrupt):
                    writer.import_paths(SAMPLES, **{name: lambda told: os.kill(os.getpid(), signal.SIGINT)})
            writer.import_paths(SAMPLES)
        self.assertEqual(len(self.ids()), 79)

    def test_control_c_at_any_time(self):
        program = ("import morgue, os, signal, sys, threading\n"
                   "writer = morgue.Writer(sys.argv[1], tag='none')\n"
                   "try:\n"
                   "    threading.Timer(0.2, os.kill, (os.getpid(), signal.SIGINT)).start()\n"
                   "    while True: writer.import_paths([sys.argv[2]] * 50)\n"
                   "except KeyboardInterrupt: print(writer.add(title='Ferry'))\n")
        done = subprocess.run([sys.executable, "-B", "-c", program, self.path, SAMPLES], capture_output=True, text=True)
        self.assertEqual((done.stdout, done.stderr), ("added\n", ""))

    def test_callbacks_may_not_use_their_object(self):
        with morgue.Writer(self.path, tag="none") as writer:
            for use in (lambda: writer.add(FERRY), writer.commit, writer.close, lambda: writer.notices):
                with self.subTest(use), self.assertRaisesRegex(RuntimeError, "may not use the object that calls it"):
                    writer.import_paths(SAMPLES, article=lambda found: use())


class LookingAfter(InFolder):
    def setUp(self):
        super().setUp()
        for i in range(3):
            self.write(*({"id": f"{i}-{j}", "title": f"Ferry {j}", "text": "and storm"} for j in range(40)))

    def test_compact(self):
        with morgue.Writer(self.path, tag="none") as writer:
            with self.assertRaises(morgue.Cancelled):
                writer.compact(progress=lambda done, total: False)
            with self.assertRaises(ZeroDivisionError):
                writer.compact(progress=lambda done, total: 1 / 0)
            self.assertEqual(len(self.ids()), 100)
            seen = []
            writer.compact(progress=lambda *numbers: seen.append(numbers))
            self.assertEqual(seen, sorted(seen))
            self.assertTrue(seen)
            self.assertEqual(writer.notices, [])
        with morgue.open(self.path) as archive:
            self.assertEqual((archive.stats().shards, archive.stats().articles), (1, 120))

    def test_retag(self):
        seen = []
        with morgue.Writer(self.path, tag="none") as writer:
            self.assertEqual(writer.retag(progress=lambda *numbers: seen.append(numbers)), 0)
            with self.assertRaises(morgue.Cancelled):
                writer.retag(progress=lambda done, total: False)
            with self.assertRaises(ZeroDivisionError):
                writer.retag(progress=lambda done, total: 1 / 0)
        self.assertTrue(seen)

    def test_names_notices(self):
        (self.path / "blocklist.txt").write_text("location: Reading\ncolour: red\n")
        with morgue.Writer(self.path, tag="all", tagger=lambda article: []) as writer:
            self.assertEqual(len(writer.notices), 1)

    def test_sound(self):
        damage = []
        verdict = morgue.verify(self.path, full=True, damage=damage.append)
        self.assertEqual((verdict.articles, verdict.compared, verdict.damages, damage), (120, 120, 0, []))
        with self.assertRaises(morgue.NotFound):
            morgue.verify(self.folder / "missing")

    def test_damaged(self):
        shard = next(path for path in sorted(self.path.iterdir()) if path.is_dir())
        (shard / "docdata.glass").write_bytes(b"x" * 5000)
        damage = []
        verdict = morgue.verify(self.path, damage=damage.append)
        self.assertEqual(verdict.damages, len(damage))
        self.assertTrue(any(one.place.startswith(shard.name) for one in damage))
        with self.assertRaises(ZeroDivisionError):
            morgue.verify(self.path, damage=lambda one: 1 / 0)
        rebuilt = morgue.rebuild(self.path)
        self.assertEqual(rebuilt.articles + rebuilt.lost, 120)
        self.assertGreater(rebuilt.lost, 0)
        self.assertEqual(morgue.verify(self.path).damages, 0)

    def test_snapshot(self):
        copy = self.folder / "copy"
        facts = morgue.snapshot(self.path, copy)
        self.assertEqual(facts.bytes, facts.bytes_copied + facts.bytes_cloned + facts.bytes_linked)
        shutil.rmtree(self.path)
        with morgue.open(copy) as archive:
            self.assertEqual(archive.search("ferry").total, 120)
        with self.assertRaises(morgue.Foreign):
            morgue.snapshot(copy, self.folder)


if __name__ == "__main__":
    unittest.main()

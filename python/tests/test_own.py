"""What the caller brings: formats, sources, taggers; and what goes on where it stopped: pages, changes."""

import gzip
import io
import os
import threading
import unittest

import morgue
from common import SAMPLES, InFolder, samples

CARDS = "CARD Ferry runs again\nBOX lost\nCARD Harbour wall\nCARD Storm\n"


class Cards(morgue.Format):
    """A line a card: "CARD title"."""

    name, description, extensions = "cards", "a card index, typed off", "cards crd"

    def bid(self, head, path):
        return (95, "begins with CARD") if head.startswith(b"CARD") else 0

    def read(self, reader):
        for line in reader:
            kind, _, title = line.decode().strip().partition(" ")
            yield {"title": title, "id": title.split()[0], "page": [1]} if kind == "CARD" else morgue.BadInput(
                f"{kind}: not known")


class Formats(InFolder):
    def setUp(self):
        super().setUp()
        self.file = self.folder / "box.cards"
        self.file.write_text(CARDS)

    def read(self, *formats, paths=None, **options):
        """Imports, and gives the summary, the problems and the reports of files."""
        problems, files = [], []
        with morgue.Writer(self.path, tag="none") as writer:
            summary = writer.import_paths(paths or self.file, formats=formats, problem=problems.append,
                                          file=files.append, **options)
        return summary, problems, files

    def test_read(self):
        summary, problems, files = self.read(Cards())
        self.assertEqual((summary.added, summary.rejected), (3, 1))
        self.assertEqual([(one.line, one.reason) for one in problems], [(2, "BOX: not known")])
        self.assertEqual([(one.format, one.why) for one in files], [("cards", "begins with CARD")])
        self.assertEqual(self.ids(), ["Ferry", "Harbour", "Storm"])
        with morgue.open(self.path) as archive:
            self.assertEqual(archive.article("Harbour")["page"], [1])

    def test_packed_and_mixed(self):
        packed = self.folder / "more.gz"
        packed.write_bytes(gzip.compress(CARDS.replace("\nCARD", "\nCARD x").encode()))
        summary, _, files = self.read(Cards(), paths=[self.file, packed, SAMPLES / "jsonl"])
        self.assertEqual(sorted({one.format for one in files}), ["cards", "json"])
        self.assertGreater(summary.added, 30)

    def test_asked_for(self):
        self.file.write_text("BOX\nCARD One\n")
        self.assertEqual(self.read(Cards())[2][0].format, "text")
        self.assertEqual(self.read(Cards(), format="cards")[2][0].format, "cards")

    def test_what_is_yielded(self):
        class Every(Cards):
            def read(self, reader):
                yield morgue.Article(id="1", title="As it <b>stands</b>")
                yield {"id": "2", "headline": "Cleaned &amp; mended", "persons": [morgue.Tag("person", "Jane Roe"), "John Doe"],
                       "date": "2 May 2019", "locations": [{"name": "Ellery", "by": "tagger", "confidence": 0.5}], "version": 3}
        self.assertEqual(self.read(Every())[0].added, 2)
        with morgue.open(self.path) as archive:
            one, two = archive.article("1"), archive.article("2")
        self.assertEqual((one.title, two.title), ("As it <b>stands</b>", "Cleaned & mended"))
        self.assertEqual((two.persons, two.date, two.version), (["Jane Roe", "John Doe"], "2019-05-02", "3"))

    def test_reader(self):
        seen = {}

        class Slow(Cards):
            raw = True

            def read(self, reader):
                seen.update(path=reader.path, peeked=reader.peek(4)[:4], reader=reader)
                reader.skip(5)
                reader.mark()
                seen["line"] = next(iter(reader))
                reader.note("the title was mended")
                yield {"title": "x"}
                seen["rest"] = reader.read()
                seen["end"] = reader.peek(10)
        _, problems, _ = self.read(Slow())
        reader = seen.pop("reader")
        self.assertEqual(seen, {"path": str(self.file), "peeked": b"CARD", "line": b"Ferry runs again\n",
                                "rest": CARDS.partition("\n")[2].encode(), "end": b""})
        self.assertEqual([(one.severity, one.offset, one.reason) for one in problems], [("repaired", 5, "the title was mended")])
        for use in (reader.peek, reader.read, reader.mark, lambda: reader.path, lambda: reader.skip(1)):
            with self.assertRaisesRegex(ValueError, "the reader is closed"):
                use()

    def test_long_lines(self):
        lines = ["CARD " + "x" * size for size in (1, 70_000, 3, 300_000, 0, 65_536)]
        self.file.write_text("\n".join(lines))
        found = []

        class Lines(Cards):
            def read(self, reader):
                found.extend(reader)
                return []
        self.read(Lines())
        self.assertEqual(b"".join(found).decode(), "\n".join(lines))
        self.assertEqual([len(line) for line in found], [len(line) + 1 for line in lines[:-1]] + [len(lines[-1])])

    def test_known(self):
        class Known(Cards):
            def read(self, reader):
                while line := reader.peek().partition(b"\n")[0]:
                    known = reader.knows(line)
                    reader.skip(len(line) + 1)
                    yield None if known else {"title": line.decode(), "id": line.decode()}
        self.assertEqual(self.read(Known())[0].added, 4)
        summary, _, files = self.read(Known())
        self.assertEqual((summary.unchanged, files[0].known), (4, 4))

    def test_broken(self):
        class Broken(Cards):
            def read(self, reader):
                reader.skip(5)
                yield {"id": "1", "title": "x"}
                raise morgue.Corrupt("the box is wet")
        summary, problems, _ = self.read(Broken())
        self.assertEqual((summary.added, summary.files_rejected), (1, 1))
        self.assertRegex(problems[0].reason, "the box is wet")

    def test_raising(self):
        class Bid(Cards):
            def bid(self, head, path):
                raise ZeroDivisionError("bid")

        class Text(Cards):
            def bid(self, head, path):
                return "much"

        class Open(Cards):
            def read(self, reader):
                raise ZeroDivisionError("open")

        class Next(Cards):
            def read(self, reader):
                yield {"title": "x"}
                raise ZeroDivisionError("next")

        class Wrong(Cards):
            def read(self, reader):
                yield 5
        for format, error in ((Bid(), ZeroDivisionError), (Open(), ZeroDivisionError), (Next(), ZeroDivisionError),
                              (Text(), TypeError), (Wrong(), TypeError), (morgue.Format(), morgue.Invalid)):
            with self.subTest(type(format)), self.assertRaises(error):
                self.read(format)

    def test_generators_are_closed(self):
        ended = []

        class Half(Cards):
            def read(self, reader):
                self.reader, self.items = reader, self.lines(reader)
                return self.items

            def lines(self, reader):
                try:
                    for line in reader:
                        yield {"title": "x"}
                finally:
                    ended.append(1)
        half = Half()
        with self.assertRaises(ZeroDivisionError):
            self.read(half, article=lambda found: 1 / 0)
        self.assertEqual(ended, [1])
        with self.assertRaisesRegex(ValueError, "closed"):
            half.reader.peek()


class Sources(InFolder):
    def test_files(self):
        with morgue.Writer(self.path, tag="none") as writer:
            self.assertEqual(writer.import_file(io.BytesIO(CARDS.encode()), "box.cards", formats=[Cards()]).added, 3)
            packed = io.BytesIO(gzip.compress(b'{"id": "1", "title": "Ferry"}\n'))
            self.assertEqual(writer.import_file(packed, "x.jsonl.gz").added, 1)
            with open(SAMPLES / "jsonl/updates.jsonl", "rb") as file:
                problems = []
                writer.import_file(file, problem=problems.append)
                self.assertLessEqual({one.path for one in problems}, {file.name})

    def test_pipe(self):
        out, into = os.pipe()

        def feed():
            with open(into, "wb") as file:
                for i in range(1000):
                    file.write(b'{"id": "%d", "title": "Ferry %d"}\n' % (i, i))
        thread = threading.Thread(target=feed)
        thread.start()
        commits = []
        with morgue.Writer(self.path, tag="none") as writer, open(out, "rb") as file:
            summary = writer.import_file(file, commit_articles=300, committed=lambda *told: commits.append(told))
        thread.join()
        self.assertEqual(summary.added, 1000)
        self.assertGreater(len(commits), 2)
        self.assertEqual([revision for _, revision in commits], sorted({revision for _, revision in commits}))

    def test_failing(self):
        class Failing(io.RawIOBase):
            def __init__(self, *answers):
                self.answers = list(answers)

            def read(self, size=-1):
                answer = self.answers.pop(0)
                if isinstance(answer, Exception):
                    raise answer
                return answer
        first = b'{"id": "1", "title": "Ferry"}\n'
        problems = []
        with morgue.Writer(self.path, tag="none") as writer:
            summary = writer.import_file(Failing(first, OSError("the line is cut")), "feed.jsonl", problem=problems.append)
            self.assertEqual((summary.added, summary.files_rejected), (1, 1))
            self.assertRegex(problems[-1].reason, "the line is cut")
            for answer, error in ((ZeroDivisionError(), ZeroDivisionError), ("text", TypeError), (None, TypeError),
                                  (b"x" * (1 << 25), ValueError)):
                with self.subTest(error), self.assertRaises(error):
                    writer.import_file(Failing(first, answer), "feed.jsonl")


class Taggers(InFolder):
    def test_tags(self):
        threads = set()

        def tagger(article):
            threads.add(threading.get_ident())
            yield "person", article.title.split()[0]
            yield morgue.Tag("location", "Ellery", confidence=70, mentions=2, main=True)
            yield "topics", "never"
        with morgue.Writer(self.path, tagger=tagger, jobs=2) as writer:
            for i in range(200):
                writer.add(id=f"{i}", title=f"Jane{i} rows", persons=["Given"] if i == 7 else [])
        with morgue.open(self.path) as archive:
            self.assertEqual(archive.stats().tagged, 200)
            self.assertEqual(archive.article("3").tags(),
                             [morgue.Tag("person", "Jane3", "tagger"), morgue.Tag("location", "Ellery", "tagger", 70, 2, True)])
            self.assertEqual((archive.article("7").persons, archive.article("3").topics), (["Given"], []))
            self.assertEqual(archive.search("about:ellery", facets=["location"]).facets["location"][0], ("Ellery", 200, 200))
        self.assertTrue(threads)

    def test_raising(self):
        def tagger(article):
            return 1 / 0
        for i, (wrong, error) in enumerate(((tagger, ZeroDivisionError), (lambda article: [("colour", "red")], ValueError),
                             (lambda article: [("person",)], TypeError), (lambda article: 5, TypeError))):
            with self.subTest(error):
                writer = morgue.Writer(self.folder / str(i), tag="all", tagger=wrong)
                with self.assertRaises(error):
                    writer.add(title="Ferry")
                    writer.commit()
                writer.close()

    def test_raising_in_an_import(self):
        writer = morgue.Writer(self.path, tag="all", tagger=lambda article: 1 / 0)
        with self.assertRaises(ZeroDivisionError):
            writer.import_paths(SAMPLES)
        writer.close()

    def test_retag(self):
        self.write({"id": "1", "title": "Ferry"}, {"id": "2", "title": "Storm"})
        with morgue.Writer(self.path, tagger=lambda article: [("org", article.title)]) as writer:
            self.assertEqual(writer.retag(), 2)
            self.assertEqual(writer.retag(), 0)
        with morgue.open(self.path) as archive:
            self.assertEqual(archive.article("2").organizations, ["Storm"])


class Pages(unittest.TestCase):
    def test_cursor(self):
        with morgue.open(samples()) as archive:
            for sort in ("relevance", "newest", "oldest"):
                expected = [hit.id for hit in archive.search("the", limit=100, sort=sort)]
                self.assertEqual([hit.id for hit in archive.search_all("the", sort=sort, page=7)], expected)
                first = archive.search("the", limit=5, sort=sort)
                second = archive.search("the", limit=5, sort=sort, after=first.cursor)
                self.assertEqual([hit.id for hit in second], expected[5:10])
            self.assertIsNone(archive.search("the", limit=100).cursor)
            with self.assertRaises(morgue.Invalid):
                archive.search("the", after="nonsense")

    def test_go_on(self):
        with morgue.open(samples()) as archive:
            with self.assertRaises(morgue.Cancelled):
                archive.search("the", go_on=lambda: False)
            for use, error in ((lambda: 1 / 0, ZeroDivisionError), (lambda: archive.search("x"), RuntimeError),
                               (archive.close, RuntimeError)):
                with self.assertRaises(error):
                    archive.search("the", go_on=use)
            self.assertGreater(archive.search("the", go_on=lambda: None).total, 50)


class Feed(InFolder):
    def told(self, feed):
        return {change.id: change.article.title if change.article else None for change in feed}

    def test_changes(self):
        self.write({"id": "1", "title": "Ferry"}, {"id": "2", "title": "Storm"})
        feed = morgue.changes(self.path)
        self.assertEqual(len(feed), 2)
        self.assertEqual(self.told(feed), {"1": "Ferry", "2": "Storm"})
        mark = feed.mark
        self.assertEqual(list(morgue.changes(self.path, mark)), [])
        with morgue.Writer(self.path, tag="none") as writer:
            writer.delete("1")
            writer.add(id="2", title="Flood")
            writer.add(id="3", title="Fire")
        with morgue.open(self.path) as archive:
            feed = archive.changes(mark)
            changes = list(feed)
            self.assertEqual(self.told(changes), {"1": None, "2": "Flood", "3": "Fire"})
            self.assertEqual({change.revision for change in changes}, {archive.stats().revision})
            self.assertEqual(self.told(archive.changes(archive.stats().revision - 1)), self.told(changes))
        for since, error in (("nonsense", morgue.Invalid), (10**6, morgue.Stale), ("a\0", ValueError)):
            with self.subTest(since), self.assertRaises(error):
                morgue.changes(self.path, since)
        with self.assertRaises(morgue.NotFound):
            morgue.changes(self.folder / "missing")


if __name__ == "__main__":
    unittest.main()

"""Nothing is used after it was freed, in whatever order things are closed, dropped and collected; threads."""

import gc
import itertools
import random
import subprocess
import sys
import threading
import unittest

import morgue
from common import ROOT, InFolder, samples
from morgue._handle import Handle


class Closing(unittest.TestCase):
    def test_results_outlive_a_dropped_archive(self):
        results = morgue.open(samples()).search("attack")
        gc.collect()
        self.assertEqual(len([hit.title for hit in results]), len(results))
        hit = morgue.open(samples()).search("attack")[0]
        walk = morgue.open(samples()).walk()
        gc.collect()
        self.assertTrue(hit.title and hit.snippet and hit.article.text and hit.lines())
        self.assertEqual(len(list(walk)), 79)

    def test_closed(self):
        archive = morgue.open(samples())
        results, walk = archive.search("attack", facets=["person"], explain=True), archive.walk()
        hit, article = results[0], next(walk)
        copy = hit.article
        archive.close()
        archive.close()
        for use in (lambda: archive.search("attack"), lambda: archive.article("x"), archive.stats, archive.walk,
                    lambda: results[0], lambda: results.facets, lambda: results.timeline, lambda: results.plan,
                    lambda: results.notices, lambda: results.undated, lambda: results.suggestion,
                    lambda: hit.title, lambda: hit.snippet, lambda: hit.snippets, lambda: hit.headline,
                    lambda: hit.authors, lambda: hit.article, lambda: hit.reasons, hit.lines, lambda: next(walk)):
            with self.assertRaisesRegex(ValueError, "closed"):
                use()
        self.assertEqual((len(results), copy.id), (10, copy["id"]))
        self.assertTrue(article.text)
        self.assertRegex(repr(archive), "closed")
        self.assertEqual(repr(hit), "<morgue.Hit (closed)>")
        self.assertIsInstance(hit.score, float)

    def test_any_order(self):
        """Every order of closing the archive and dropping what came from it."""
        for order in itertools.permutations(("archive", "results", "walk", "hit", "close")):
            archive = morgue.open(samples())
            things = {"archive": archive, "results": archive.search("attack"), "walk": archive.walk(), "close": None}
            things["hit"] = things["results"][0]
            next(things["walk"])
            del archive
            for name in order:
                if name == "close" and "archive" in things:
                    things["archive"].close()
                things.pop(name)
                gc.collect()

    def test_cycles(self):
        """The collector ends what is in a ring in an order of its own."""
        frees = []
        for _ in range(50):
            archive = morgue.open(samples())
            ring = [archive, archive.search("attack"), archive.walk()]
            ring += [ring[1][0], ring]
            handles = [thing._handle for thing in ring[:3]]
            random.shuffle(ring)
            del archive, ring
            gc.collect()
            frees += [handle.closed for handle in handles]
        self.assertEqual(set(frees), {True})

    def test_freed_once_and_children_first(self):
        """The same with a library that only notes what it frees."""
        for order in itertools.permutations(range(4)):
            freed = []
            root = Handle(1, freed.append)
            handles = [root, Handle(2, freed.append, root), Handle(3, freed.append, root), root]
            for i in order:
                handles[i].drop() if i % 2 else handles[i].close()
            self.assertEqual(sorted(freed), [1, 2, 3])
            self.assertEqual(freed[-1], 1)

    def test_dropped_while_in_use(self):
        """What is dropped under the lock is freed at its end, by whoever has it."""
        freed = []
        root = Handle(1, freed.append)
        child = Handle(2, freed.append, root)
        with root:
            child.drop()
            thread = threading.Thread(target=root.drop)
            thread.start()
            thread.join()
            self.assertEqual(freed, [])
        self.assertEqual(freed, [2, 1])

    def test_constructors_that_fail(self):
        for make in (lambda: morgue.open("/nowhere"), lambda: morgue.Writer("/nowhere/at/all"),
                     lambda: morgue.open(samples()).search('"'), lambda: morgue.open(samples()).walk('"'),
                     lambda: morgue.Article(title=1.5)):
            self.assertRaises(Exception, make)
            gc.collect()

    def test_end_of_the_program(self):
        program = ("import morgue, sys\n"
                   "archive = morgue.open(sys.argv[1]); results = archive.search('attack'); walk = archive.walk()\n"
                   "ring = [archive, results, results[0], walk, next(walk)]; ring.append(ring)\n"
                   "writer = morgue.Writer(sys.argv[1], tag='none'); writer.add(title='x')\n")
        done = subprocess.run([sys.executable, "-B", "-X", "dev", "-c", program, samples()], capture_output=True, text=True)
        self.assertEqual((done.returncode, done.stderr), (0, ""))


class Threads(InFolder):
    def in_threads(self, count, work):
        failures = []

        def run(number):
            try:
                work(number)
            except BaseException as error:
                failures.append(error)
        threads = [threading.Thread(target=run, args=[number]) for number in range(count)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(failures, [])

    def expected(self, archive):
        return [(hit.id, hit.title, hit.snippet.marked()) for hit in archive.search("attack OR article", limit=40)]

    def test_an_archive_each(self):
        with morgue.open(samples()) as archive:
            expected = self.expected(archive)

        def work(_):
            for _ in range(10):
                with morgue.open(samples()) as archive:
                    self.assertEqual(self.expected(archive), expected)
                    self.assertEqual(len(list(archive.walk())), 79)
        self.in_threads(8, work)

    def test_one_archive_for_all(self):
        archive = morgue.open(samples())
        expected = self.expected(archive)

        def work(_):
            for _ in range(10):
                self.assertEqual(self.expected(archive), expected)
                self.assertEqual(len(list(archive.walk("attack"))), 10)
                archive.stats()
        self.in_threads(8, work)

    def test_closed_under_their_hands(self):
        for _ in range(10):
            archive = morgue.open(samples())

            def work(number):
                try:
                    for i in range(1000):
                        if number == 3 and i == 5:
                            archive.close()
                        self.expected(archive)
                except ValueError as error:
                    self.assertRegex(str(error), "closed")
                else:
                    raise AssertionError("it was not closed")
            self.in_threads(4, work)

    def test_readers_beside_a_writer(self):
        self.write({"id": "first", "title": "Ferry"})
        done = threading.Event()

        def work(number):
            if number == 0:
                for i in range(20):
                    self.write({"id": f"{i}", "title": "Ferry"})
                done.set()
                return
            seen = 0
            with morgue.open(self.path) as archive:
                while not done.is_set():
                    archive.reopen()
                    count = archive.search("ferry", limit=100).total
                    self.assertGreaterEqual(count, seen)
                    seen = count
        self.in_threads(4, work)
        self.assertEqual(len(self.ids("ferry")), 21)

    def test_an_article_for_all(self):
        article = morgue.Article(title="x")

        def work(number):
            for i in range(300):
                article[f"key{number}"] = i
                article.topics = [str(j) for j in range(i % 7)]
                article.to_dict()
        self.in_threads(6, work)
        self.assertEqual(article.title, "x")


if __name__ == "__main__":
    unittest.main()

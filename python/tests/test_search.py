"""Searching: what is found, and what is told of it."""

import unittest

import morgue
from common import InFolder, samples


class Searching(unittest.TestCase):
    def setUp(self):
        self.archive = self.enterContext(morgue.open(samples()))

    def test_hits(self):
        results = self.archive.search('"article 5" -lang:fr', limit=3)
        self.assertEqual((len(results), results.total, results.total_is_exact, results.partial), (3, 18, True, False))
        hit = results[0]
        self.assertEqual((hit.id, hit.date, hit.source), ("nl-104150", "2018-10-19", "The Northern Ledger"))
        self.assertEqual(hit.authors, ["Greta Malmqvist"])
        self.assertIn("Sunniva Dahl", hit.persons)
        self.assertRegex(hit.title, "^Court strikes down")
        self.assertEqual(hit.headline, hit.title)
        self.assertIn("**Article 5**", hit.headline.marked())
        self.assertEqual(hit.article["source"], hit.source)
        self.assertEqual([one.id for one in results], [one.id for one in results[:]])
        self.assertEqual(results[-1].id, results[2].id)
        self.assertGreaterEqual(results[0].score, results[1].score)
        with self.assertRaises(IndexError):
            results[3]

    def test_passages(self):
        hit = self.archive.search('"article 5" location:marenne', snippets=3, snippet=80)[0]
        self.assertEqual(hit.snippets[0], hit.snippet)
        for passage in hit.snippets:
            for start, end in passage.marks:
                self.assertEqual(passage[start:end], "Article 5")
        self.assertIsInstance(hit.snippet, str)
        self.assertEqual(hit.snippet.marked("", ""), hit.snippet)
        lines = hit.lines(20)
        self.assertEqual({line.node for line in lines}, {"Article 5"})
        self.assertLessEqual(max(len(line.left) for line in lines), 21)

    def test_no_passages(self):
        hit, same = [self.archive.search("title:ferry", snippets=n)[0] for n in (1, 0)]
        self.assertEqual((hit.id, hit.title, hit.score), (same.id, same.title, same.score))
        self.assertEqual(str(same.headline), str(hit.headline))
        self.assertTrue(hit.headline.marks)
        self.assertFalse(same.headline.marks)
        self.assertEqual((same.snippets, same.snippet), ([], ""))

    def test_marks_count_characters(self):
        snippet = self.archive.search("köln", limit=1)[0].snippet
        self.assertEqual({snippet[start:end].lower() for start, end in snippet.marks}, {"köln"})
        for hit in self.archive.search("第五条"):
            self.assertIn("[第五条]", hit.snippet.marked("[", "]"))

    def test_facets_and_timeline(self):
        results = self.archive.search("washington date:2014..2018", limit=0, facets=["person", "topic"], facet_values=3,
                                      timeline="year")
        self.assertEqual((len(results), results.total), (0, 7))
        persons = results.facets["person"]
        self.assertEqual(persons[0], ("Thomas Washington", 5, 0))
        self.assertEqual((len(persons), persons.distinct, persons.without), (3, 12, 0))
        self.assertEqual([(bucket.start, bucket.count, bucket.of) for bucket in results.timeline],
                         [("2014", 1, 2), ("2015", 0, 3), ("2016", 3, 7), ("2017", 1, 6), ("2018", 2, 5)])
        self.assertEqual(self.archive.search("*", timeline="month").undated, 4)
        self.assertEqual(list(self.archive.search("storm", facets="source").facets), ["source"])

    def test_sorted(self):
        newest = [hit.date for hit in self.archive.search("attack has:date", sort="newest", limit=20)]
        oldest = [hit.date for hit in self.archive.search("attack has:date", sort="oldest", limit=20)]
        self.assertEqual(newest, sorted(newest, reverse=True))
        self.assertEqual(oldest, sorted(oldest))
        paged = [hit.date for hit in self.archive.search("attack has:date", sort="oldest", offset=3, limit=2)]
        self.assertEqual(paged, oldest[3:5])

    def test_other_answers(self):
        self.assertEqual(self.archive.search("blinkin").suggestion, "blinken")
        self.assertIsNone(self.archive.search("attack").suggestion)
        similar = self.archive.search(similar="mw-20211109-0058")
        self.assertNotIn("mw-20211109-0058", [hit.id for hit in similar])
        self.assertGreater(similar.total, 5)
        results = self.archive.search("attack embassy", explain=True)
        self.assertEqual([(step.depth, step.what) for step in results.plan],
                         [(0, "and"), (1, "word embassy"), (1, "word attack")])
        self.assertAlmostEqual(sum(reason.score for reason in results[0].reasons), results[0].score, places=6)
        self.assertEqual(self.archive.search("attack").plan, [])
        self.assertEqual(results.notices, [])
        self.assertGreater(results.took_ms, 0)

    def test_filter(self):
        both = self.archive.search("attack date:..2018", exact=True)
        narrowed = self.archive.search("attack", filter="date:..2018", exact=True)
        self.assertEqual([hit.id for hit in narrowed], [hit.id for hit in both])
        self.assertLess(narrowed.total, self.archive.search("attack", exact=True).total)
        with self.assertRaises(ValueError):
            self.archive.search("attack", filter="(")

    def test_mistakes(self):
        with self.assertRaises(morgue.BadQuery) as raised:
            self.archive.search("attack W/0 embassy")
        self.assertEqual(raised.exception.offset, 7)
        self.assertEqual(str(raised.exception), "column 8: W/0 finds nothing: words side by side are W/1")
        for error, options in ((ValueError, {"sort": "best"}), (ValueError, {"timeline": "week"}),
                               (ValueError, {"facets": ["colour"]}), (morgue.Invalid, {"facets": ["text"]}),
                               (ValueError, {"limit": -1}), (ValueError, {"offset": 1 << 32}),
                               (ValueError, {"facets": ["person"] * 17}), (morgue.NotFound, {"similar": "nobody"}),
                               (ValueError, {"similar": "a\0b"}), (TypeError, {"snippet": "x"}),
                               (ValueError, {"timeout": -0.5}), (TypeError, {"similar": 7})):
            with self.subTest(options), self.assertRaises(error):
                self.archive.search("attack", **options)
        with self.assertRaises(ValueError):
            self.archive.search("a\0b")
        with self.assertRaisesRegex(TypeError, "NoneType"):
            self.archive.search(None)
        with self.assertRaises(ValueError):
            self.archive.search("attack")[0].lines(context=-1)
        with self.assertRaises(morgue.BadQuery):
            self.archive.search("")
        self.assertTrue(issubclass(morgue.BadQuery, morgue.Error))

    def test_articles(self):
        article = self.archive.article("mw-20211109-0058")
        self.assertEqual(article["id"], "mw-20211109-0058")
        with self.assertRaises(morgue.NotFound):
            self.archive.article("nobody")
        with self.assertRaises(morgue.NotFound):
            self.archive.article("mw-20211109-0058\0")
        everything = list(self.archive.walk())
        self.assertEqual(len(everything), 79)
        self.assertEqual(len({article.id for article in everything}), 79)
        self.assertIn(article, everything)
        self.assertEqual({article.id for article in self.archive.walk("attack")},
                         {hit.id for hit in self.archive.search("attack", limit=99)})
        with self.assertRaises(morgue.BadQuery):
            self.archive.walk('"')

    def test_shards(self):
        shard, = self.archive.shards()
        self.assertEqual((shard.articles, shard.trouble, shard.answer_ms), (79, None, 0))
        self.assertRegex(shard.name, "^shard-")
        results = self.archive.search("attack")
        self.assertEqual((results.shards, results.missing), (1, []))

    def test_stats(self):
        stats = self.archive.stats()
        self.assertEqual((stats.articles, stats.tagged), (79, 1))
        self.assertRegex(stats.languages, "^en ")
        self.assertRegex(repr(self.archive), r"^<morgue\.Archive '.*archive'>$")


class Opening(InFolder):
    def test_what_is_no_archive(self):
        with self.assertRaises(morgue.NotFound):
            morgue.open(self.path)
        self.path.mkdir()
        (self.path / "letter.txt").write_text("Dear Sir")
        with self.assertRaisesRegex(morgue.Foreign, "archive"):
            morgue.open(self.path)
        with self.assertRaises(ValueError):
            morgue.open("a\0b")

    def test_any_name(self):
        self.path = self.folder / "tags\udcff d'été"
        self.write({"title": "Ferry"})
        self.assertEqual(len(self.ids("ferry")), 1)

    def test_reopen(self):
        self.write({"id": "1", "title": "Ferry"})
        with morgue.open(self.path) as archive:
            self.assertFalse(archive.reopen())
            self.write({"id": "2", "title": "Storm"})
            self.assertTrue(archive.reopen())
            self.assertEqual(archive.article("2").title, "Storm")


class Spread(InFolder):
    """A list of two shards, of which one is not there: nobody listens on port 1."""

    def setUp(self):
        super().setUp()
        self.write({"id": "1", "title": "Ferry"}, {"id": "2", "title": "Ferry again"})
        self.list = self.folder / "list"
        self.list.write_text("local archive\ntcp 127.0.0.1:1\n")

    def test_what_is_missing(self):
        with morgue.open(self.list) as archive:
            results = archive.search("ferry")
            self.assertEqual((results.total, results.total_is_exact, results.partial), (2, False, True))
            with self.assertRaisesRegex(morgue.Network, "^tcp 127.0.0.1:1 did not answer"):
                list(archive.search_all("ferry"))
            missing, = results.missing
            self.assertEqual((missing.shard, results.shards), ("tcp 127.0.0.1:1", 2))
            self.assertIn(missing.reason, results.notices[0])
            here, away = archive.shards()
            self.assertEqual((here.name, here.trouble, here.articles), ("local archive", None, 2))
            self.assertEqual((away.name, away.trouble, away.articles), ("tcp 127.0.0.1:1", missing.reason, 0))
            self.assertEqual(archive.stats().articles, 2)

    def test_articles_and_walks(self):
        with morgue.open(self.list) as archive:
            self.assertEqual(archive.article("2").title, "Ferry again")
            with self.assertRaises(morgue.Network):
                archive.article("3")
            for query in (None, "ferry"):
                walk = archive.walk(query)
                with self.assertRaisesRegex(morgue.Network, "^tcp 127.0.0.1:1 did not answer"):
                    next(walk)
                self.assertEqual([article.id for article in walk], ["1", "2"])

    def test_what_a_list_is_not_for(self):
        with self.assertRaisesRegex(morgue.Foreign, "list of shards"):
            morgue.Writer(self.list)
        with self.assertRaisesRegex(morgue.Foreign, "list of shards"):
            morgue.changes(self.list)
        self.list.write_text("tcp 127.0.0.1:1\n")
        with morgue.open(self.list) as archive, self.assertRaises(morgue.Network):
            archive.search("ferry")


if __name__ == "__main__":
    unittest.main()

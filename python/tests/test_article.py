"""Articles: a mapping, attributes, tags, JSON."""

import copy
import datetime
import json
import pickle
import unittest

import morgue
from morgue import Article, Tag


class Articles(unittest.TestCase):
    def test_mapping(self):
        article = Article({"headline": "Ferry"}, date="2 May 2019", persons=["Jane Roe", "Jane Roe", "J. Doe"], page=3)
        self.assertEqual(dict(article), {"title": "Ferry", "date": "2019-05-02", "raw_date": "2 May 2019",
                                         "persons": ["Jane Roe", "J. Doe"], "page": 3})
        self.assertEqual(len(article), 5)
        self.assertEqual((article["Title"], article["people"], article.get("url")), ("Ferry", ["Jane Roe", "J. Doe"], None))
        self.assertIn("page", article)
        with self.assertRaises(KeyError):
            article["url"]
        with self.assertRaises(KeyError):
            del article["colour"]
        article["page"] = [4, {"é": None}]
        article["authors"] = "One"
        article["authors"] = ("Two", "Three")
        del article["date"]
        self.assertEqual(dict(article), {"title": "Ferry", "authors": ["Two", "Three"], "persons": ["Jane Roe", "J. Doe"],
                                         "page": [4, {"é": None}]})
        del article["page"]
        article["title"] = None
        self.assertEqual(list(article), ["authors", "persons"])
        article.clear()
        self.assertEqual((len(article), article), (0, Article()))

    def test_attributes(self):
        article = Article(title="A", version=2, topics=["x"])
        article.date = datetime.date(2019, 5, 2)
        article.modified = datetime.datetime(2019, 5, 2, 3, 4, 5, tzinfo=datetime.timezone(datetime.timedelta(hours=1)))
        article.organizations = ["NATO"]
        self.assertEqual((article.title, article.version, article.topics, article.url, article.authors),
                         ("A", "2", ["x"], "", []))
        self.assertEqual((article.date, article.organizations), ("2019-05-02", ["NATO"]))
        self.assertEqual(article.modified, "2019-05-02T03:04:05+01:00")
        self.assertEqual(Article.date.__doc__, "day, month, year or range of publication; also before: and after:")

    def test_wrong_values(self):
        article = Article()
        for field, value, error in (("date", "yesterday or so", morgue.BadInput), ("title", 1.5, TypeError),
                                    ("title", b"x", TypeError), ("topics", [None, []], TypeError),
                                    ("persons", [{"by": "dump"}], KeyError), ("page", {1, 2}, TypeError),
                                    ("title", "\ud800", UnicodeEncodeError), ("a\0b", 1, ValueError),
                                    ("locations", Tag("location", "x", "me"), ValueError)):
            with self.subTest(field=field, value=value), self.assertRaises(error):
                article[field] = value
        with self.assertRaisesRegex(morgue.Invalid, "several values of title"):
            article.add("title", "x")
        with self.assertRaisesRegex(ValueError, "no field 'colour'"):
            article.add("colour", "x")
        self.assertEqual(article.raw_date, "yesterday or so")

    def test_tags(self):
        article = Article(persons=[{"name": "Jane Roe", "by": "tagger", "confidence": 0.61, "mentions": 3}])
        article.add_tag(Tag("location", "Ellery", "inherited", main=True))
        article.add("people", "John")
        self.assertEqual(article.tags(), [Tag("person", "Jane Roe", "tagger", 61, 3), Tag("person", "John"),
                                          Tag("location", "Ellery", "inherited", main=True)])
        self.assertEqual(article.tags(field="org"), [])
        article.add_tag(Tag("person", "Jane Roe", mentions=1))
        self.assertEqual(article.tags("person")[0], Tag("person", "Jane Roe", "dump", 100, 3))
        article.add_tag(Tag("org", "Many", "tagger", confidence=1000, mentions=10**9))
        self.assertEqual(article.tags("org"), [Tag("org", "Many", "tagger", 100, 65535)])

    def test_json(self):
        article = Article(title="A <p> &amp; ü\0\n", date="May 2019", persons=["Jane Roe"], page={"a": [1, None]})
        article.add_tag(Tag("location", "Ellery", "tagger", 50, 2, True))
        article.add_tag(Tag("org", "None", "tagger", 0))
        line = article.json()
        self.assertNotIn("\n", line)
        self.assertEqual({"text_type": "plain", **article.to_dict()}, json.loads(line))
        for same in (Article(article.to_dict()), Article(json.loads(line)), copy.copy(article), copy.deepcopy(article),
                     pickle.loads(pickle.dumps(article))):
            self.assertEqual(same.json(), line)
            self.assertEqual(same, article)
        self.assertEqual(repr(Article(id="1", title="x")), "<morgue.Article '1': 'x'>")

    def test_tables(self):
        fields = {field.name: field for field in morgue.fields()}
        self.assertEqual((fields["person"].key, fields["person"].repeatable), ("persons", True))
        self.assertIn("headline", fields["title"].aliases)
        formats = {row.name: row for row in morgue.formats()}
        self.assertEqual(formats["nitf"].extensions, ["xml", "nitf"])
        self.assertRegex(morgue.version(details=True), "xapian 1")


if __name__ == "__main__":
    unittest.main()

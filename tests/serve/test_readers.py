"""Many who read beside one who writes: each answer is of one state, tags change with commits, and nobody hears of it."""

import gzip
import os
import subprocess
import threading
import time
import unittest

from toolbox import BIN, Line, Served, search_for, write_dump

ARTICLES = 60
SECONDS = 4
READERS = 6


def articles(version):
    """As many in each version, and each says which it is."""
    return [{"id": "made-%d" % n, "title": "Ferry number %d" % n, "date": "2022-01-%02d" % (n % 28 + 1), "source": "v%d" % version,
             "text": "The ferry of version v%d sails. " % version + "Words and words. " * 30} for n in range(ARTICLES)]


class Reader(threading.Thread):
    """Asks until it is stopped; `problems` is what it found."""

    def __init__(self, server, target, check):
        super().__init__()
        self.server, self.target, self.check = server, target, check
        self.problems, self.tags, self.answers = [], set(), 0
        self.stopped = False
        self.start()

    def run(self):
        try:
            with Line(self.server.port) as line:
                tag = ""
                while not self.stopped and len(self.problems) < 5:
                    answer = line.ask(self.target, If_None_Match=tag or '"none"')
                    self.answers += 1
                    if answer is None or answer.status not in (200, 304):
                        self.problems.append("status %s: %s" % (answer and answer.status, answer and answer.body[:200]))
                        return
                    tag = answer.headers.get("etag", "")
                    self.tags.add(tag)
                    problem = self.check(answer) if answer.status == 200 else None
                    if problem:
                        self.problems.append(problem)
        except Exception as problem:  # pylint: disable=broad-except
            self.problems.append(repr(problem))


def one_version(answer):
    """All articles, of one version."""
    versions = {hit["source"] for hit in answer.json["results"]}
    if len(answer.json["results"]) == ARTICLES and len(versions) == 1 and answer.json["total"] == ARTICLES:
        return None
    return "%d of %d, of %s" % (len(answer.json["results"]), answer.json["total"], versions)


def whole_page(answer):
    return None if "</html>" in answer.text and 'class="hit' in answer.text else "no whole page"


def whole_export(answer):
    lines = answer.text.splitlines()
    return None if len(lines) >= ARTICLES else "%d lines" % len(lines)


def an_article(answer):
    return None if "Ferry number 7" in answer.text else "not the article"


class Readers(Served):
    articles = articles(0)

    def write(self, *arguments):
        subprocess.run([os.path.join(BIN, "morgue-index"), *arguments], check=True, stdout=subprocess.DEVNULL,
                       stdin=subprocess.DEVNULL, timeout=60)

    def go_on_writing(self, end):
        """Replaces all in one commit, deletes and adds others, compacts. How often."""
        version = 0
        while time.monotonic() < end:
            version += 1
            self.write("--tag=none", self.archive, write_dump(self.path("dump-%d.jsonl" % version), articles(version)))
            if version % 4 == 0:
                self.write("--compact", self.archive)
        return version

    def test_readers_beside_a_writer(self):
        page = "/search?q=ferry&n=20"
        readers = [Reader(self.server, search_for("ferry", n=100, exact=1), one_version) for _ in range(READERS - 3)]
        readers += [Reader(self.server, page, whole_page), Reader(self.server, "/article/made-7", an_article),
                    Reader(self.server, "/export.jsonl?q=ferry", whole_export)]
        commits = self.go_on_writing(time.monotonic() + SECONDS)
        time.sleep(0.5)
        for reader in readers:
            reader.stopped = True
        for reader in readers:
            reader.join()
            self.assertEqual(reader.problems, [], reader.target)
            self.assertGreater(reader.answers, commits, reader.target)
        self.assertGreater(commits, 3)
        for reader in readers[:READERS - 1]:  # each commit is a tag of its own
            self.assertGreater(len(reader.tags), 2, reader.target)
        self.assertEqual({hit["source"] for hit in self.find("ferry", n=100)["results"]}, {"v%d" % commits})
        self.assertIn("morgue_archive_trouble 0\n", self.server.get("/metrics").text)


class Tags(Served):
    """An answer that is the same is not sent again, whatever the tag's form; another is."""

    def test_tags(self):
        for target in ("/search?q=election", "/search?q=election&format=json", "/article/mw-20240603-0044", "/", "/static/morgue.css",
                       "/feed.atom?q=election"):
            tag = self.server.get(target).headers["etag"]
            for same in (tag, "W/" + tag.removeprefix("W/"), '"x", ' + tag, tag + ', "y"'):
                answer = self.server.get(target, If_None_Match=same)
                self.assertEqual((answer.status, answer.body, answer.headers["etag"]), (304, b"", tag), target)
                self.assertIn("content-security-policy", answer.headers)
            for other in ('"x"', tag[:-2] + '"', tag.strip('"')[3:]):
                self.assertEqual(self.server.get(target, If_None_Match=other).status, 200, (target, other))

    def test_another_answer_has_another_tag(self):
        targets = ("/search?q=election", "/search?q=elections", "/search?q=election&n=5", "/search?q=election&format=json")
        tags = [self.server.get(target).headers["etag"] for target in targets]
        tags.append(self.server.get(targets[0], Accept="application/json").headers["etag"])
        self.assertEqual(len(set(tags)), 5)

    def test_packed_and_plain_say_the_same(self):
        for target in ("/search?q=*&n=50", "/export.jsonl?q=*", "/export.csv?q=*&full=1", "/static/morgue.js", "/openapi.json"):
            plain, packed = self.server.get(target), self.server.get(target, Accept_Encoding="gzip, br")
            self.assertEqual(packed.headers["content-encoding"], "gzip")
            self.assertNotIn("content-encoding", plain.headers)
            self.assertIn("Accept-Encoding", plain.headers["vary"])
            if target.startswith("/search"):  # how long it took differs
                self.assertEqual(len(gzip.decompress(packed.body).splitlines()), len(plain.body.splitlines()))
            else:
                self.assertEqual(gzip.decompress(packed.body), plain.body)
            refused = self.server.get(target, Accept_Encoding="gzip;q=0")
            self.assertNotIn("content-encoding", refused.headers)


if __name__ == "__main__":
    unittest.main()

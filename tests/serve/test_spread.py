"""A server on a list of shards: one in a folder here, one behind xapian-tcpsrv, which is stopped and started. What lacks it
says so, is kept by no cache, and is whole again by itself."""

import os
import shutil
import subprocess
import time
import unittest

from toolbox import Line, Served, free_port, index, search_for, write_dump

TCPSRV = shutil.which("xapian-tcpsrv")
HERE = [{"id": "h-%d" % i, "title": "Ferry %d" % i, "date": "2021-05-%02d" % (i + 1), "source": "Here", "text": "A ferry sails."}
        for i in range(20)]
THERE = [{"id": "t-%d" % i, "title": "Ferry %d" % i, "date": "2022-05-%02d" % (i + 1), "source": "There", "text": "A ferry waits."}
         for i in range(30)]
SOON = 20  # seconds: a list and its shards are looked at every few


@unittest.skipUnless(TCPSRV, "xapian-tcpsrv is not here")
class Spread(Served):
    articles = HERE
    options = ("--workers=2",)

    @classmethod
    def setUpClass(cls):
        cls.port, cls.node = free_port(), None
        super().setUpClass()

    @classmethod
    def serve(cls, *options, **more):
        cls.there = index(cls.path("there"), write_dump(cls.path("there.jsonl"), THERE))
        cls.list = cls.path("spread")
        cls.write_list("local archive", "tcp 127.0.0.1:%d" % cls.port)
        cls.start_node()
        cls.addClassCleanup(cls.stop_node)
        return super().serve(*options, archive=cls.list, **more)

    @classmethod
    def write_list(cls, *lines):
        with open(cls.list + ".new", "w", encoding="utf-8") as file:
            file.write("\n".join((*lines, "")))
        os.rename(cls.list + ".new", cls.list)

    @classmethod
    def start_node(cls):
        shards = sorted(os.path.join(cls.there, name) for name in os.listdir(cls.there) if name.startswith("shard-"))
        cls.node = subprocess.Popen([TCPSRV, "--quiet", "--interface", "127.0.0.1", "--port", str(cls.port), *shards],
                                    stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                                    start_new_session=True)
        for _ in range(500):
            try:
                Line(cls.port).__exit__()
                return
            except ConnectionRefusedError:
                time.sleep(0.01)

    @classmethod
    def stop_node(cls):
        """With its children, of which it has one for each connection."""
        if cls.node:
            os.killpg(cls.node.pid, 9)
            cls.node.wait()
        cls.node = None

    def setUp(self):
        if not self.node:
            self.start_node()
        self.until("the shard answers", self.is_whole)

    def until(self, what, happens):
        end = time.monotonic() + SOON
        while not happens():
            self.assertLess(time.monotonic(), end, what)
            time.sleep(0.1)

    def is_whole(self):
        answer = self.find("ferry")
        return (answer["total"], answer["partial"], answer["missing"]) == (50, False, [])

    def lacks(self):
        missing = self.find("ferry")["missing"]
        return [row["shard"] for row in missing] == ["tcp 127.0.0.1:%d" % self.port]

    def is_not_modified(self):
        """Of any worker, once each has noticed which shards are there."""
        target = search_for("ferry", sort="newest", n=1)
        tag = self.server.get(target).headers.get("etag")
        return tag and all(self.server.get(target, If_None_Match=tag).status == 304 for _ in range(10))

    def figure(self, name):
        text = self.server.get("/metrics").text
        return int(text.split("\n%s " % name)[1].split()[0])

    # ---- All are there -------------------------------------------------------------------------

    def test_whole(self):
        answer = self.server.get(search_for("ferry", sort="newest", n=1))
        self.assertEqual(answer.json["results"][0]["id"], "t-29")
        self.until("the same answer has the same tag", self.is_not_modified)
        self.assertNotIn("did not answer", self.server.get("/search?q=ferry", Accept="text/html").text)
        self.assertEqual(len(self.server.get("/export.jsonl?q=ferry").text.splitlines()), 50)
        self.assertEqual(self.server.get("/article/t-3?format=json").json["title"], "Ferry 3")
        self.assertEqual(self.server.get("/article/nonsense?format=json").status, 404)
        self.assertEqual(self.server.get("/healthz").text, "ok\n")
        self.assertEqual((self.figure("morgue_shards"), self.figure("morgue_shards_missing")), (2, 0))

    # ---- One is not ----------------------------------------------------------------------------

    def test_one_is_gone_and_comes_back(self):
        self.stop_node()
        self.until("it is missing", self.lacks)
        answer = self.server.get(search_for("ferry"))
        self.assertNotIn("etag", answer.headers)
        self.assertEqual((answer.json["total"], answer.json["partial"], answer.json["total_is_exact"]), (20, True, False))
        self.assertTrue(answer.json["missing"][0]["reason"])
        page = self.server.get("/search?q=ferry", Accept="text/html")
        self.assertIn("1 of 2 shards did not answer, so its articles are missing: tcp 127.0.0.1:%d (" % self.port, page.text)
        self.assertIn("At least <strong>20</strong> articles", page.text)
        self.assertNotIn("etag", page.headers)
        self.assertEqual([self.server.get(target + "?format=json").status for target in
                          ("/article/h-3", "/article/t-3", "/article/nonsense")], [200, 503, 503])
        for target in ("/facets?q=ferry&format=json", "/timeline?q=ferry"):
            self.assertTrue(self.server.get(target).json["partial"])
        self.assertEqual(self.server.get("/export.csv?q=ferry").status, 503)
        self.assertIn("<code>tcp 127.0.0.1:%d</code></td>" % self.port, self.server.get("/help").text)
        self.assertIn("does not answer: ", self.server.get("/help").text)
        health = self.server.get("/healthz")
        self.assertEqual((health.status, health.text), (200, "ok: 1 of 2 shards do not answer\n"))
        self.assertEqual(self.figure("morgue_shards_missing"), 1)
        self.start_node()
        self.until("it is there again", self.is_whole)
        self.assertEqual(self.server.get("/healthz").text, "ok\n")

    # ---- Another list --------------------------------------------------------------------------

    def test_another_list(self):
        self.write_list("local archive")
        self.until("the new list is read", lambda: self.find("ferry")["total"] == 20)
        self.assertFalse(self.find("ferry")["partial"])
        self.write_list("local archive", "tcp 127.0.0.1:%d" % self.port)
        self.until("the old one, too", self.is_whole)


if __name__ == "__main__":
    unittest.main()

"""serve_from_library: answers, escapes, and survives what strangers send."""

import concurrent.futures
import http.client
import json
import os
import random
import re
import signal
import socket
import subprocess
import time
import unittest
import urllib.parse

from toolbox import BIN, PATIENCE, UNDER, Sample

ARTICLES = [
    {"id": "a", "title": "Ferry <script>alert(1)</script> & \"more\"", "date": "2022-01-21", "text": "A ferry's <b>text</b>."},
    {"id": "b\\\"", "title": "Ferry again", "text": "Line one.\n\nThe second ferry.", "text_type": "plain"},
]


class Server(Sample):
    def setUp(self):
        super().setUp()
        self.put(*({**article, "text_type": "plain"} for article in ARTICLES))
        self.child = self.start("serve_from_library", "archive", "0")
        self.wait_for("/\n", self.child)
        self.port = int(re.search(r"http://127\.0\.0\.1:(\d+)/\n", self.printed()).group(1))

    def put(self, *articles):
        path = self.write("articles.jsonl", "".join(json.dumps(article) + "\n" for article in articles))
        subprocess.run([os.path.join(BIN, "morgue-index"), "--tag=none", self.path("archive"), path],
                       stdout=subprocess.DEVNULL, check=True)

    def get(self, target, method="GET"):
        """Status, body, and the answer with its headers."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            connection.request(method, target)
            answer = connection.getresponse()
            return answer.status, answer.read().decode(), answer
        finally:
            connection.close()

    def send(self, data, end=True):
        """What comes back for these bytes; "" where the connection was cut."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE) as line:
            try:
                line.sendall(data)
                if end:
                    line.shutdown(socket.SHUT_WR)
                return b"".join(iter(lambda: line.recv(65536), b"")).decode("utf-8", "replace")
            except OSError:
                return ""

    def find(self, query):
        return self.get("/search?q=" + urllib.parse.quote_plus(query))


class Answers(Server):
    def test_hits(self):
        status, body, answer = self.find("ferry")
        self.assertEqual((status, answer.getheader("Content-Type")), (200, "application/json"))
        found = json.loads(body)
        self.assertEqual(found["total"], 2)
        hits = {hit["id"]: hit for hit in found["hits"]}
        self.assertEqual({i: hit["title"] for i, hit in hits.items()}, {a["id"]: a["title"] for a in ARTICLES})
        self.assertEqual((hits["a"]["date"], hits["b\\\""]["date"]), ("2022-01-21", ""))
        self.assertGreater(hits["a"]["score"], 0)
        self.assertEqual(hits["a"]["snippet"], "A <mark>ferry</mark>&#39;s &#60;b&#62;text&#60;/b&#62;.")
        self.assertEqual([hit["id"] for hit in json.loads(self.get("/search?x=1&q=%22ferry+again%22")[1])["hits"]], ["b\\\""])

    def test_nothing_is_taken_for_markup(self):
        """Snippets are HTML, and all else could stand in a page, too."""
        _, body, answer = self.find("ferry")
        self.assertNotIn("<", re.sub("</?mark>", "", body))
        self.assertEqual(answer.getheader("X-Content-Type-Options"), "nosniff")
        for evil in ("<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "(<script>", "text:<b>"):
            status, body, _ = self.find(evil)
            self.assertIn(status, (200, 400))
            self.assertNotIn("<", re.sub("</?mark>", "", body))
            json.loads(body)

    def test_mistakes_in_a_query(self):
        for query, words in (('"ferry', "never closed"), ("", "empty")):
            status, body, _ = self.find(query)
            self.assertEqual(status, 400)
            self.assertIn(words, json.loads(body)["error"])

    def test_what_is_committed_is_found(self):
        self.put({"id": "c", "title": "Crane"})
        self.assertEqual(json.loads(self.find("crane")[1])["total"], 1)

    def test_other_requests(self):
        for other in ("/", "/favicon.ico", "/?q=ferry", "//", "/?", "/search/"):
            self.assertEqual(self.get(other)[0], 404)
        self.assertEqual(self.get("/search/../etc/passwd?q=x")[0], 404)
        self.assertEqual(self.get("/search?q=ferry", "POST")[0], 405)
        for bad in ("%", "%4", "%zz", "%00", "%-1"):
            self.assertEqual(self.get("/search?q=" + bad)[0], 400, bad)
        self.assertEqual(self.find("x" * 9000)[0], 431)


class Strangers(Server):
    def tearDown(self):
        status, body, _ = self.find("ferry")
        self.assertEqual((status, json.loads(body)["total"]), (200, 2))
        self.stop(self.child, signal.SIGTERM)
        self.assertEqual(self.printed("err"), "")

    def test_garbage(self):
        some = random.Random(7)
        inputs = [b"", b"\r\n\r\n", b"GET\r\n\r\n", b"GET /search?q=ferry\r\n\r\n", b"GET  HTTP/1.1\r\n\r\n", b"\0" * 100,
                  b"GET / HTTP/1.1\r\nX: " + b"y" * 100000, b"GET /search?q=\xff\xfe HTTP/1.1\r\n\r\n",
                  b"GET /search?q=%ff%c3 HTTP/1.1\r\n\r\n", b"GET /search?&&q&q==&=q HTTP/1.1\r\n\r\n"]
        inputs += [some.randbytes(some.randrange(1, 2000)) + some.choice((b"", b"\r\n\r\n")) for _ in range(100)]
        for data in inputs:
            text = self.send(data)
            self.assertTrue(text == "" or re.match(r"HTTP/1\.1 (200|400|404|405|431) ", text), (data, text))

    def test_many_at_once(self):
        queries = ["ferry", "again", '"ferry again"', "nothing*", "("] * 10
        with concurrent.futures.ThreadPoolExecutor(50) as pool:
            answers = list(pool.map(self.find, queries))
        self.assertEqual([status for status, _, _ in answers], [200, 200, 200, 200, 400] * 10)
        self.assertEqual([json.loads(body).get("total") for _, body, _ in answers], [2, 1, 1, 0, None] * 10)

    def test_who_goes_away(self):
        for _ in range(50):
            with socket.create_connection(("127.0.0.1", self.port)) as line:
                line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")  # by RST
                line.sendall(b"GET /search?q=ferry HTTP/1.1\r\n\r\n")

    def test_who_is_slow(self):
        """Lines on which nothing comes hold nobody up, and are cut in the end."""
        lines = [socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE) for _ in range(30)]
        try:
            for line in lines:
                line.sendall(b"GET /search?q=ferry HTTP/1.1\r\nX: ")
            begun = time.monotonic()
            self.assertEqual(self.find("ferry")[0], 200)
            if not UNDER:
                self.assertLess(time.monotonic() - begun, 4)  # they are cut after five
            for line in lines:
                self.assertTrue(line.recv(100).startswith(b"HTTP/1.1 408 "))
        finally:
            for line in lines:
                line.close()


    def test_who_goes_on_talking(self):
        """A line is closed soon after its answer, whatever still comes on it."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE) as line:
            line.sendall(b"\r\n\r\n")
            while line.recv(65536):
                pass
            begun = time.monotonic()
            with self.assertRaises(OSError):
                while time.monotonic() - begun < PATIENCE:
                    line.sendall(b"x")
                    time.sleep(0.3)
            if not UNDER:
                self.assertLess(time.monotonic() - begun, 10)


class Usage(Sample):
    def test_usage(self):
        for port in ("65536", "-1", "80x"):
            self.assertEqual(self.run_sample("serve_from_library", "nowhere", port).returncode, 2, port)
        self.assertEqual(self.run_sample("serve_from_library").returncode, 2)
        done = self.run_sample("serve_from_library", "nowhere", "0")
        self.assertEqual((done.returncode, done.stdout), (1, ""))
        self.assertIn("there is no such archive", done.stderr)


if __name__ == "__main__":
    unittest.main()

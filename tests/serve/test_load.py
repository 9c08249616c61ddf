"""More than the server can take: queues that are full, clients that ask too often, exports that nobody waits for."""

import csv
import io
import json
import time
import unittest

from toolbox import SANITIZED, Line, Served

MANY = 240  # articles
LONG = 7 << 20  # bytes of an article
COSTLY = "/search?q=*&format=json&n=100&full=1&exact=1&facets=person,org,location,source&values=1000&timeline=day"


def articles():
    """Large ones, so that an export does not fit into the buffers between the two."""
    return [{"id": "made-%d" % n, "title": "Ferry, \"%d\"" % n, "date": "2022-%02d-%02d" % (n % 12 + 1, n % 28 + 1), "source": "Wire",
             "persons": ["Person %d" % (n + i) for i in range(20)], "orgs": ["Org %d" % (n * i) for i in range(20)],
             "text": "A ferry sails, =1+1 and so on.\n\n" + " ".join("word%d" % (n * i % 5000) for i in range(2000))} for n in range(MANY)]


class Queue(Served):
    articles = articles()
    options = ("--workers=1", "--queue=2", "--rate=0")

    def test_a_full_queue(self):
        """Who cannot be answered soon is told so at once, and when to come again; all others are answered."""
        lines = [Line(self.server.port) for _ in range(60)]
        for line in lines:
            line.send(("GET %s HTTP/1.1\r\nHost: localhost\r\nAccept: application/json\r\n\r\n" % COSTLY).encode())
        begun = time.monotonic()
        static = self.server.get("/static/morgue.css")
        self.assertEqual(static.status, 200)
        self.assertLess(time.monotonic() - begun, 1)  # what needs no search does not wait
        answers = [line.answer() for line in lines]
        statuses = [answer.status for answer in answers]
        self.assertEqual(set(statuses), {200, 503})
        for answer in answers:
            if answer.status == 503:
                self.assertGreater(int(answer.headers["retry-after"]), 0)
                self.assertEqual(answer.json["error"]["status"], 503)
                self.assertIn("content-security-policy", answer.headers)
            else:
                self.assertEqual(len(answer.json["results"]), 100)
        self.assertIn('morgue_rejected_total{reason="queue"} %d\n' % statuses.count(503), self.server.get("/metrics").text)
        for line in lines:  # the same lines go on
            self.assertEqual(line.ask("/search?q=ferry&n=1&format=json").json["total"], MANY)
            line.__exit__()

    def test_who_has_gone_is_not_searched_for(self):
        before = self.server.get("/metrics").text
        for _ in range(100):
            with Line(self.server.port) as line:
                line.cut()
                line.send(("GET %s HTTP/1.1\r\nHost: localhost\r\n\r\n" % COSTLY).encode())
        begun = time.monotonic()
        while self.server.get("/search?q=ferry&n=1").status == 503 and time.monotonic() - begun < 5:
            time.sleep(0.02)
        self.assertLess(time.monotonic() - begun, 3)
        self.assertNotEqual(self.server.get("/metrics").text, before)


class Time(Served):
    articles = articles()
    options = ("--timeout=0.001",)

    def test_time_limit(self):
        """A search that takes too long gives what it has found, and says so."""
        partial = 0
        for query in ("w*", "*d1* OR *d2* OR *d3*", "w* W/5 w*", "(w* W/3 *1) OR (w* W/7 *2)"):
            begun = time.monotonic()
            answer = self.server.get("/search?format=json&exact=1&facets=person&n=100&q=" + query.replace(" ", "+"))
            self.assertIn(answer.status, (200, 503))
            self.assertLess(time.monotonic() - begun, 2)
            partial += answer.status == 503 or answer.json["partial"]
        self.assertGreater(partial, 0)


class Exports(Served):
    articles = articles()
    options = ("--workers=2", "--exports=3", "--rate=0", "--header-timeout=1")

    def test_export_of_all(self):
        rows = list(csv.reader(io.StringIO(self.server.get("/export.csv?q=*").text)))
        self.assertEqual(len(rows), MANY + 1)
        self.assertEqual({len(row) for row in rows}, {len(rows[0])})
        self.assertEqual({row[rows[0].index("title")] for row in rows[1:]}, {article["title"] for article in self.articles})
        lines = [json.loads(line) for line in self.server.get("/export.jsonl?q=*&full=1").text.splitlines()]
        self.assertEqual({line["id"] for line in lines}, {article["id"] for article in self.articles})
        some = self.server.get("/export.jsonl?q=*&from=2022-03&to=2022-03").text.splitlines()
        self.assertEqual(len(some), MANY // 12)

    def test_aborted_exports(self):
        """Whoever goes away in the middle leaves nothing behind: neither a worker that is busy, nor one of few places."""
        for n in range(30):
            with Line(self.server.port) as line:
                line.cut()
                line.send(b"GET /export.jsonl?q=*&full=1 HTTP/1.1\r\nHost: localhost\r\n\r\n")
                line.socket.recv(1 + n * 3000)
        end = time.monotonic() + 5
        while "morgue_exports 0\n" not in self.server.get("/metrics").text and time.monotonic() < end:
            time.sleep(0.02)
        self.assertIn("morgue_exports 0\n", self.server.get("/metrics").text)
        self.assertEqual(len(self.server.get("/export.jsonl?q=*").text.splitlines()), MANY)

    def test_more_exports_than_places(self):
        lines = [Line(self.server.port) for _ in range(3)]
        for line in lines:  # they do not read
            line.send(b"GET /export.jsonl?q=*&full=1 HTTP/1.1\r\nHost: localhost\r\n\r\n")
        end = time.monotonic() + 5
        while "morgue_exports 3\n" not in self.server.get("/metrics").text and time.monotonic() < end:
            time.sleep(0.02)
        answer = self.server.get("/export.jsonl?q=*&full=1")
        self.assertEqual(answer.status, 503)
        self.assertGreater(int(answer.headers["retry-after"]), 0)
        for _ in range(20):
            self.assertEqual(self.server.get("/search?q=ferry").status, 200)
        for line in lines:
            self.assertEqual(len(line.answer().text.splitlines()), MANY)
            line.__exit__()


class Memory(Served):
    articles = [{"id": "long-%d" % n, "title": "Endless", "text": "ferry " + "x" * LONG} for n in range(5)]
    options = ("--rate=0", "--header-timeout=60")

    def test_who_does_not_read_long_answers(self):
        """What is made and not read has a limit, beyond which others wait, and which is kept whoever goes away."""
        lines = [Line(self.server.port) for _ in range(20)]
        for line in lines:
            line.send(b"GET /search?q=ferry&full=1&format=json HTTP/1.1\r\nHost: localhost\r\n\r\n")
        end = time.monotonic() + 60
        while self.server.get("/search?q=ferry").status == 200 and time.monotonic() < end:
            time.sleep(0.05)
        answer = self.server.get("/search?q=ferry")
        self.assertEqual(answer.status, 503)
        self.assertGreater(int(answer.headers["retry-after"]), 0)
        self.assertRegex(self.server.get("/metrics").text, r'morgue_rejected_total{reason="memory"} [1-9]')
        if not SANITIZED:
            self.assertLess(self.server.memory(), 20 * 5 * LONG / (1 << 20))
        answers = set()
        for line in lines:
            answer = line.answer()
            self.assertGreaterEqual(len(answer.body), 5 * LONG if answer.status == 200 else 1)
            answers.add(answer.status)
            line.__exit__()
        self.assertEqual(answers, {200, 503})
        while self.server.get("/search?q=ferry").status != 200 and time.monotonic() < end:
            time.sleep(0.05)
        self.assertEqual(self.server.get("/search?q=ferry").status, 200)

    def test_who_stops_reading(self):
        """Is cut long before the time that a slow client may take for so much."""
        server = self.serve("--header-timeout=1", log="stalled")
        with Line(server.port) as line:
            line.send(b"GET /search?q=ferry&full=1&format=json HTTP/1.1\r\nHost: localhost\r\n\r\n")
            end = time.monotonic() + 20
            while 'reason="slow"} 0' in server.get("/metrics").text and time.monotonic() < end:
                time.sleep(0.1)
            self.assertIn('reason="slow"} 1', server.get("/metrics").text)

    def test_half_of_an_export_is_an_error(self):
        """Also without chunks, where the end of the connection is the end of the export."""
        server = self.serve(log="stopped")
        with Line(server.port) as line:
            line.send(b"GET /export.jsonl?q=ferry&full=1 HTTP/1.0\r\n\r\n")
            self.assertEqual(len(line.answer().body.splitlines()), 5)
        with Line(server.port) as line:
            line.send(b"GET /export.jsonl?q=ferry&full=1 HTTP/1.0\r\n\r\n")
            end = time.monotonic() + 20
            while "morgue_exports 1\n" not in server.get("/metrics").text and time.monotonic() < end:
                time.sleep(0.05)
            self.assertEqual(server.stop(), 0)
            with self.assertRaises(ConnectionResetError):
                line.stream.read()


class Rates(Served):
    options = ("--rate=5", "--behind-proxy")

    def ask(self, client, count):
        with Line(self.server.port) as line:
            return [line.ask("/search?q=election&n=1", X_Forwarded_For=client).status for _ in range(count)]

    def test_rates(self):
        """Who asks too often is told to wait, and nobody else; addresses that are made up gain nothing."""
        statuses = self.ask("192.0.2.1", 60)
        self.assertEqual(set(statuses), {200, 429})
        self.assertGreaterEqual(statuses.count(200), 20)
        self.assertLess(statuses.count(200), 40)
        self.assertEqual(self.ask("192.0.2.2", 1), [200])
        answer = self.server.get("/", X_Forwarded_For="192.0.2.1")
        self.assertEqual(answer.status, 429)
        self.assertGreater(int(answer.headers["retry-after"]), 0)
        # What stands before what the proxy has added is the client's own word.
        forged = [self.server.get("/", X_Forwarded_For="10.0.0.%d, 192.0.2.1" % n).status for n in range(10)]
        self.assertIn(429, forged)
        time.sleep(1.2)
        self.assertEqual(self.ask("192.0.2.1", 1), [200])
        whole_net = {status for n in range(40) for status in self.ask("2001:db8::%x" % n, 1)}
        self.assertIn(429, whole_net)  # a net of IPv6 is one client


if __name__ == "__main__":
    unittest.main()

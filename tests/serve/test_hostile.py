"""What strangers send: each kind is answered rightly or cut, and the server answers as before after it."""

import html.parser
import re
import socket
import struct
import time
import unittest
import urllib.parse

from toolbox import Line, Served

MARKUP = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>"
CRLF = "%0d%0aSet-Cookie:%20a=b%0d%0a%0d%0a<b>"
SAFETY = {"x-content-type-options": "nosniff", "x-frame-options": "DENY"}
POLICY = ("default-src 'none'", "script-src 'self'", "form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'")
PAGES = ("/", "/search", "/article/none", "/similar/none", "/facets", "/help", "/nowhere", "/static/none")
DATA = ("/search?format=json", "/article/none?format=ris", "/timeline?", "/suggest?", "/feed.atom?", "/export.csv?",
        "/export.jsonl?", "/openapi.json?", "/opensearch.xml?", "/robots.txt?", "/healthz?", "/metrics?")


class Page(html.parser.HTMLParser):
    """What a page would run: scripts that are no files, handlers, links to scripts."""

    def __init__(self, text):
        super().__init__()
        self.runs, self.tags = [], set()
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        for name, value in attrs:
            if name.startswith("on") or name == "style" or re.match(r"(?i)\s*(javascript|data|vbscript):", value or ""):
                self.runs.append((tag, name, value))
        if tag in ("style", "iframe", "object", "embed", "base") or tag == "script" and "src" not in dict(attrs):
            self.runs.append((tag, attrs))


class Hostile(Served):
    options = ("--header-timeout=1", "--idle-timeout=2", "--timeout=0.5")

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.usual = cls.server.get("/search?q=election&format=json").json["results"]

    def tearDown(self):
        self.assertIsNone(self.server.child.poll(), "it has ended: " + self.server.log())
        self.assertEqual(self.find("election")["results"], self.usual)
        self.assertEqual(self.server.get("/search?q=election").status, 200)

    def expect(self, answer, *statuses):
        self.assertIsNotNone(answer, "the line was cut")
        self.assertIn(answer.status, statuses, answer.body[:300])
        return answer

    def expect_safe(self, answer):
        """The headers that every answer of ours has."""
        for name, value in SAFETY.items():
            self.assertEqual(answer.headers.get(name), value, (answer.status, answer.headers))
        for part in POLICY:
            self.assertIn(part, answer.headers["content-security-policy"])
        self.assertNotIn("unsafe", answer.headers["content-security-policy"])
        for name in ("server", "set-cookie", "access-control-allow-origin"):
            self.assertNotIn(name, answer.headers)

    def expect_nothing_runs(self, answer, target):
        page = Page(answer.text)
        self.assertEqual(page.runs, [], target)
        self.assertNotIn("img", page.tags, target)

    def expect_cut_or(self, data, *statuses):
        """A refusal or nothing, and then the end; no second answer, and nothing of the bytes comes back."""
        with Line(self.server.port) as line:
            line.send(data)
            try:
                whole = line.stream.read()
            except ConnectionResetError:
                whole = b""
        self.assertFalse(b"evil" in whole, "something came back of %r" % data[:80])
        for status in re.findall(rb"HTTP/1\.[01] (\d+)", whole):
            self.assertIn(int(status), statuses, data[:80])


# ---- Paths and parameters ----------------------------------------------------------------------

class Targets(Hostile):
    def test_path_traversal(self):
        ways = ("..", "%2e%2e", "%2E.", ".%2e", "%252e%252e", "%c0%ae%c0%ae", "..%00", "%uff0e%uff0e", "....")
        for way in ways:
            for slash in ("/", "%2f", "%5c", "\\", "%252f", "%c0%af"):
                for start in ("/", "/static/", "/article/", "/static/morgue.css/"):
                    target = start + slash.join([way] * 4 + ["etc", "passwd"])
                    answer = self.expect(self.server.get(target), 400, 404)
                    self.assertNotIn(b"root:", answer.body)
                    self.expect_safe(answer)

    def test_files_that_are_there(self):
        """No path leads to a file, neither of the archive nor of the templates."""
        for name in ("morgue.manifest", "../archive/morgue.manifest", "page.html", "results.html", "", "."):
            self.expect(self.server.get("/static/" + name), 400, 404)
        self.expect(self.server.get("/static" + urllib.parse.quote(self.archive) + "/morgue.manifest"), 404)

    def test_nul(self):
        for target in ("/search?q=%00", "/search?q=a%00b", "/search?%00=a", "/article/%00", "/article/a%00",
                       "/search%00?q=a", "/static/morgue.css%00.html"):
            self.expect_safe(self.expect(self.server.get(target), 400, 404))
        # Raw, it is the end of what it stands in.
        self.expect_cut_or(b"GET /search?q=\0evil HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", 400, 200)
        self.expect_cut_or(b"GET /search?q=a HTTP/1.1\r\nHost: localhost\r\nX: a\0evil\r\nConnection: close\r\n\r\n", 400, 200)

    def test_what_is_no_utf8(self):
        for bad in ("%ff", "%c0%af", "%c1%9c", "%e0%80%af", "%f0%80%80%af", "%ed%a0%80", "%f4%90%80%80", "%f8%88%80%80%80",
                    "%c3", "%e2%82", "%80"):
            self.expect_safe(self.expect(self.server.get("/search?q=" + bad), 400))
            self.expect(self.server.get("/article/" + bad), 400, 404)
        self.expect(self.server.send(b"GET /search?q=\xff\xfe HTTP/1.1\r\nHost: localhost\r\n\r\n"), 400)

    def test_bad_escapes(self):
        for bad in ("%", "%4", "%zz", "%-1", "%%", "%u0041", "% 41".replace(" ", "+")):
            self.expect(self.server.get("/search?q=" + bad), 400)

    def test_target_of_a_megabyte(self):
        self.expect(self.server.get("/search?q=" + "x" * 8100), 400, 200)  # that is short enough
        answer = self.expect(self.server.get("/search?q=" + "x" * 8300), 414)
        self.expect_safe(answer)
        for size in (30000, 1 << 20):
            self.expect_cut_or(b"GET /" + b"evil" * (size // 4) + b" HTTP/1.1\r\nHost: localhost\r\n\r\n", 414, 431)

    def test_parameters_by_the_thousand(self):
        for n in (70, 200, 1000):
            for part in ("a=1&", "q=a&", "person=1&", "facets=person&", "%61=%62&"):
                self.expect_cut_or(b"GET /search?" + part.encode() * n + b" HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nX: evil\r\n\r\n",
                                   400, 414)
        self.expect(self.server.get("/search?q=election" + "&" * 100), 200, 400)
        self.expect(self.server.get("/search?q=election&facets=" + "person," * 1000 + "&format=json"), 200, 400)
        self.expect(self.server.get("/search?q=election&" + "&".join("person=%d" % n for n in range(40))), 400)

    def test_numbers_that_are_none(self):
        for name in ("n", "offset", "snippets", "context", "values"):
            for value in ("-1", "1e9", "99999999999999999999", "0x10", "+5", "%205", "NaN", "1;2", "١"):
                self.expect(self.server.get("/search?q=election&%s=%s&format=json" % (name, urllib.parse.quote(value))), 400)
        self.assertEqual(self.find("election", offset=100000)["results"], [])

    def test_absolute_targets(self):
        """A target as a proxy gets it counts where its host is ours, and leads nowhere else."""
        for target in ("http://evil.example/", "//evil.example/", "///", "*", "evil.example:80", "http:///", "ftp://127.0.0.1/",
                       "http://127.0.0.1@evil.example/", "http://127.0.0.1.evil.example/search?q=a"):
            answer = self.expect(self.server.get(target), 400, 404, 421)
            self.assertNotIn("location", answer.headers)
            self.expect_safe(answer)
        self.expect(self.server.get("http://127.0.0.1/healthz"), 200)


# ---- Queries -----------------------------------------------------------------------------------

class Queries(Hostile):
    def ask(self, query, *statuses, **more):
        begun = time.monotonic()
        answer = self.expect(self.server.get("/search?" + urllib.parse.urlencode({"q": query, "format": "json", **more})),
                             *statuses)
        self.assertLess(time.monotonic() - begun, 3, query[:80])
        return answer

    def test_brackets(self):
        for query in ("(" * 8000, ")" * 8000, "(" * 3900 + "a" + ")" * 3900, '"' * 7001, "a " * 2500, "-" * 8000,
                      "NOT " * 1500 + "a", "a OR " * 1200 + "a", "a W/5 " * 900 + "a", "a AND (" * 400):
            self.ask(query[:2500], 200, 400)  # as long as may be, three bytes for each of them
            self.ask(query[:6000], 200, 400, 414)
        answer = self.ask("election ((", 400).json["error"]
        self.assertEqual(answer["status"], 400)
        self.assertGreater(answer["column"], 0)

    def test_wildcards_that_match_everything(self):
        for query in ("*", "?*", "*a*", "a* b* c* d*", '"* * *"', "person:*", "*e* W/5 *t*", "e* OR t* OR a*", "?" * 200, "*" * 500):
            self.ask(query, 200, 400)

    def test_bombs(self):
        """What blows up where patterns are matched by going back."""
        for query in ("a*a*a*a*a*a*a*a*a*b", "~" + "a" * 200, "=" * 2000, "(a|a)*b", "a{1,99999}", "(((a+)+)+)+$", "[[:alpha:]]*"):
            self.ask(query, 200, 400)
            self.ask(query, 200, 400, facets="person,org,location", timeline="day", explain=1)

    def test_dates(self):
        for date in ("2022-13-45", "99999-01-01", "0", "-", "2022-01-01..2023", "' OR 1=1", "%s%n%s", "2022-01-01\n"):
            self.ask("election", 200, 400, **{"from": date})
            self.ask("election", 200, 400, to=date)

    def test_cursors_that_are_none(self):
        for after in ("", "x", "1.2.3", "0" * 5000, "../..", "-1.-1.-1", "1." * 50):
            self.ask("election", 200, 400, after=after)


# ---- What goes back ----------------------------------------------------------------------------

class Injection(Hostile):
    def spread(self, evil):
        """Each path with that in its parameters, and in itself."""
        for page in (*PAGES, *DATA):
            join = "&" if "?" in page else "?"
            for name in ("q", "person", "source", "from", "sort", "format", "view", "n", "after", "v", "unknown", evil):
                yield page + join + name + "=" + evil
        for start in ("/", "/article/", "/similar/", "/static/"):
            yield start + evil

    def test_markup_comes_back_as_text(self):
        evil = urllib.parse.quote(MARKUP)
        for target in self.spread(evil):
            answer = self.server.get(target, Accept="text/html")
            self.expect_safe(answer)
            if answer.headers.get("content-type", "").startswith(("text/html", "application/xml", "application/atom")):
                self.expect_nothing_runs(answer, target)
            elif b"alert(1)" in answer.body:
                self.assertRegex(answer.headers["content-type"], "^(application/json|text/plain|text/csv|application/)", target)

    def test_headers_cannot_be_added(self):
        for target in self.spread(CRLF):
            answer = self.server.get(target)
            self.expect_safe(answer)
            self.assertNotIn("set-cookie", answer.headers, target)
            self.assertLessEqual(len(answer.headers), 20)

    def test_what_pages_consist_of(self):
        """No page has a script, a style or a handler of its own."""
        for target in ("/", "/search?q=election", "/search?q=%22", "/help", "/facets?q=election", "/nowhere"):
            answer = self.server.get(target)
            self.expect_nothing_runs(answer, target)
            for script in re.findall(r"<script[^>]*>", answer.text):
                self.assertRegex(script, r'src="/static/')
            self.assertIn("</html>", answer.text)


class HostileArticles(Hostile):
    articles = [{"id": "evil-%d" % n, "title": MARKUP + " election", "text": "An election. " + MARKUP, "source": MARKUP,
                 "section": MARKUP, "authors": [MARKUP], "persons": [MARKUP], "orgs": [MARKUP], "locations": [MARKUP],
                 "topics": [MARKUP], "url": "javascript:alert(1)", "lang": "en", "date": "2022-01-21", "text_type": "plain"}
                for n in range(3)]

    def test_articles_full_of_markup(self):
        """Nothing of an article is markup anywhere, not in its page, not as a tag, not in a feed."""
        for target in ("/", "/search?q=election&facets=person,source", "/search?q=election&view=concordance", "/article/evil-1",
                       "/article/evil-1?q=election", "/similar/evil-1", "/facets?q=election&facets=person", "/feed.atom?q=election",
                       "/help", "/search?" + urllib.parse.urlencode({"q": "election", "person": MARKUP})):
            answer = self.expect(self.server.get(target, Accept="text/html"), 200)
            self.expect_safe(answer)
            self.expect_nothing_runs(answer, target)


# ---- Requests that are none --------------------------------------------------------------------

class Requests(Hostile):
    def test_hosts(self):
        """No Host, two of them, one that a name elsewhere leads here by."""
        self.expect(self.server.send(b"GET / HTTP/1.1\r\n\r\n"), 400)
        self.expect_cut_or(b"GET / HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n\r\n", 400)
        for host in ("evil.example", "127.0.0.1.evil.example", "localhost.evil.example", "evil.example:80", "a@localhost",
                     "localhost/x", "127.0.0.1:1x", "[::1", "x" * 300, "127.1", "0"):
            with Line(self.server.port) as line:
                answer = self.expect(line.ask("/", host=host), 421, 400)
                self.assertNotIn(host.encode(), answer.body)
                self.expect_safe(answer)
        for host in ("localhost", "LOCALHOST:%d" % self.server.port, "[::1]", "127.0.0.1:80"):
            with Line(self.server.port) as line:
                self.expect(line.ask("/", host=host), 200)

    def test_methods(self):
        for method in ("POST", "PUT", "DELETE", "OPTIONS", "TRACE", "CONNECT", "PATCH", "PROPFIND", "get", "GETX", "A" * 500):
            with Line(self.server.port) as line:
                answer = self.expect(line.ask("/search?q=election", method), 405)
                self.expect_safe(answer)
                self.assertEqual(answer.headers["allow"], "GET, HEAD")
                self.assertNotIn(method.encode(), answer.body.replace(b"GET and HEAD", b""))
        for data in (b"POST /search HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\nq=evil1&a",
                     b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 999999999999\r\n\r\nevil",
                     b"PUT / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nevil\r\n0\r\n\r\n"):
            self.expect_cut_or(data, 405)

    def test_head(self):
        """A header, and nothing that could be taken for the next one."""
        for target in ("/", "/search?q=election&format=json", "/nowhere", "/search?q=%22", "/export.csv?q=*", "/export.jsonl?q=*"):
            with Line(self.server.port) as line:
                line.send(("HEAD %s HTTP/1.1\r\nHost: localhost\r\n\r\n"
                           "GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n" % target).encode())
                self.expect_safe(self.expect(line.answer("HEAD"), 200, 404, 400))
                after = line.answer()
                self.assertTrue(after is None or after.text == "ok\n", target)

    def test_bodies(self):
        for more in (b"Content-Length: 4\r\n\r\nevil", b"Transfer-Encoding: chunked\r\n\r\n4\r\nevil\r\n0\r\n\r\n",
                     b"Transfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\nevil", b"Transfer-Encoding: chunked\r\n\r\n-1\r\n\r\n",
                     b"Transfer-Encoding: evil\r\n\r\n", b"Content-Length: -1\r\n\r\n", b"Content-Length: 4x\r\n\r\nevil",
                     b"Content-Length: 99999999999999999999999\r\n\r\nevil", b"Expect: 100-continue\r\nContent-Length: 4\r\n\r\n"):
            self.expect_cut_or(b"GET / HTTP/1.1\r\nHost: localhost\r\n" + more, 400, 413)

    def test_smuggling(self):
        """What two servers could understand differently has one answer, after which nothing is read."""
        inner = b"GET /search?q=evil HTTP/1.1\r\nHost: localhost\r\n\r\n"
        for head in (b"Content-Length: %d\r\nTransfer-Encoding: chunked" % len(inner),
                     b"Content-Length: 0\r\nTransfer-Encoding: chunked", b"Content-Length: 0\r\nContent-Length: %d" % len(inner),
                     b"Content-Length: %d\r\nContent-Length: 0" % len(inner), b"Transfer-Encoding: chunked, identity",
                     b"Transfer-Encoding : chunked", b"Transfer-Encoding:\x0bchunked", b"Content-Length: %d, 0" % len(inner),
                     b"Transfer-Encoding\x0b: chunked", b"Content-Length\x0c: %d" % len(inner), b"\x85Content-Length: %d" % len(inner)):
            self.expect_cut_or(b"GET / HTTP/1.1\r\nHost: localhost\r\n" + head + b"\r\n\r\n" + inner, 400, 413)

    def test_folded_headers(self):
        for folded in (b"Host: local\r\n host", b"Host: localhost\r\nX: a\r\n Content-Length: 4", b" Host: localhost",
                       b"Host: localhost\r\n\tX: y"):
            answer = self.server.send(b"GET /healthz HTTP/1.1\r\n" + folded + b"\r\n\r\n")
            if answer is not None:
                self.expect(answer, 200, 400, 421)

    def test_bare_line_feeds(self):
        for data in (b"GET /healthz HTTP/1.1\nHost: localhost\n\n", b"GET /healthz HTTP/1.1\r\nHost: localhost\nX: y\r\n\r\n",
                     b"\n\n\nGET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n", b"GET /healthz HTTP/1.1\rHost: localhost\r\r"):
            answer = self.server.send(data)
            if answer is not None:
                self.expect(answer, 200, 400)

    def test_other_versions(self):
        for first in (b"GET /healthz", b"GET /healthz HTTP/0.9", b"GET /healthz HTTP/2.0", b"GET /healthz HTTP/9.9",
                      b"GET /healthz HTTP/1.1.1", b"GET /healthz http/1.1", b"GET /healthz ICY/1.1", b"GET  /healthz  HTTP/1.1"):
            with Line(self.server.port) as line:
                line.send(first + b"\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                start = line.stream.read(12)
                self.assertRegex(start, rb"^(|HTTP/1\.[01] (200|400|405|505))$", first)

    def test_http_1_0(self):
        with Line(self.server.port) as line:
            line.send(b"GET /healthz HTTP/1.0\r\n\r\n")
            self.expect(line.answer(), 200)
            self.assertTrue(line.is_closed())

    def test_other_protocols(self):
        """HTTP/2, TLS, SSH, a proxy's greeting, noise."""
        hello = b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(range(256)) * 2
        for data in (b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\0\0\0\0\0", hello, b"SSH-2.0-OpenSSH_9.2\r\n", b"\0" * 5000,
                     b"PROXY TCP4 1.2.3.4 5.6.7.8 1 2\r\nGET / HTTP/1.1\r\nHost: localhost\r\n\r\n", b"\r\n" * 5000,
                     bytes(n * 197 % 256 for n in range(30000))):
            answer = self.server.send(data)
            if answer is not None:
                self.expect(answer, 400, 405, 414, 431, 505)

    def test_upgrades(self):
        for more in ("Upgrade: h2c\r\nHTTP2-Settings: AAMAAABk", "Upgrade: websocket\r\nSec-WebSocket-Key: x", "Upgrade: TLS/1.0"):
            answer = self.server.send(("GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\n%s\r\n\r\n" % more).encode())
            self.expect(answer, 200)

    def test_header_of_a_megabyte(self):
        for size in (40000, 1 << 20):
            self.expect_cut_or(b"GET / HTTP/1.1\r\nHost: localhost\r\nX: " + b"evil" * (size // 4) + b"\r\n\r\n", 431)

    def test_ten_thousand_headers(self):
        self.expect_cut_or(b"GET / HTTP/1.1\r\nHost: localhost\r\n" + b"X: evil\r\n" * 10000 + b"\r\n", 431)
        self.expect_cut_or(b"GET / HTTP/1.1\r\nHost: localhost\r\n" + b"evil\r\n" * 10000 + b"\r\n", 400, 431)

    def test_garbage_in_headers_that_count(self):
        garbage = ("", ",", ",,,;;;", "*", "\"", "W/\"", "\"\"\"\"", "x" * 5000, "gzip;q=", "gzip;q=NaN", "*;q=0", "gzip, , ;q", "é",
                   "bytes=0-", "bytes=-1", "bytes=9-1," * 30, "Basic", "Basic ====", "Basic " + "QQ" * 2000, "Bearer x", "Digest a=\"")
        for value in garbage:
            for name in ("If-None-Match", "Accept-Encoding", "Range", "Authorization", "Accept", "If-Modified-Since", "Referer",
                         "Cookie", "X-Forwarded-For", "Connection", "User-Agent"):
                answer = self.server.get("/search?q=election", **{name.replace("-", "_"): value})
                if self.expect(answer, 200, 304, 431).status != 431:  # too many cookies
                    self.expect_safe(answer)

    def test_who_is_forwarded(self):
        """Where there is no proxy nobody is believed."""
        for value in ("127.0.0.1", "1.2.3.4, 5.6.7.8", "unknown", "<script>", "::1", "1" * 4000):
            self.expect(self.server.get("/", X_Forwarded_For=value, X_Forwarded_Host="evil.example", Forwarded="for=" + value), 200)
        text = self.server.get("/search?q=election", X_Forwarded_Host="evil.example", X_Forwarded_Proto="https").text
        self.assertNotIn("evil.example", text)


# ---- Lines -------------------------------------------------------------------------------------

class Lines(Hostile):
    def test_pipelined_requests(self):
        """They are answered in their order."""
        asked = ["/search?q=%s&format=json&n=1" % word for word in ("election", "ferry", "%22", "kessara")] * 10
        with Line(self.server.port) as line:
            line.send(b"".join(b"GET %s HTTP/1.1\r\nHost: localhost\r\n\r\n" % target.encode() for target in asked))
            answers = [line.answer() for _ in asked]
        self.assertEqual([answer.status for answer in answers], [200, 200, 400, 200] * 10)
        self.assertEqual([answer.json.get("query") for answer in answers[:4]], [answer.json.get("query") for answer in answers[-4:]])
        self.assertEqual([answers[n].json["query"] for n in (0, 1, 3)], ["election", "ferry", "kessara"])

    def test_slow_request_lines(self):
        """A byte at a time does not hold a line for longer than the limit; meanwhile others are answered."""
        for start in (b"GET /sear", b"GET / HTTP/1.1\r\nHost: localhost\r\nX: "):
            with Line(self.server.port) as line:
                begun = time.monotonic()
                line.send(start)
                while line.send(b"y") and time.monotonic() - begun < 8 and not self.hung_up(line):
                    time.sleep(0.2)
                self.assertLess(time.monotonic() - begun, 4)

    @staticmethod
    def hung_up(line):
        line.socket.setblocking(False)
        try:
            return line.socket.recv(4096) == b""
        except BlockingIOError:
            return False
        except ConnectionResetError:
            return True
        finally:
            line.socket.settimeout(20)

    def test_lines_on_which_nothing_comes(self):
        begun = time.monotonic()
        lines = [Line(self.server.port) for _ in range(100)]
        self.find("election")
        self.assertLess(time.monotonic() - begun, 2)
        self.assertTrue(all(line.is_closed() for line in lines))
        self.assertLess(time.monotonic() - begun, 8)
        for line in lines:
            line.__exit__()

    def test_half_closed_lines(self):
        """Who says that nothing more comes still gets its answer, or the end."""
        for target in (b"/healthz", b"/search?q=election", b"/export.jsonl?q=*"):
            answer = self.server.send(b"GET " + target + b" HTTP/1.1\r\nHost: localhost\r\n\r\n")
            if answer is not None:
                self.expect(answer, 200)

    def test_who_does_not_read(self):
        """An answer that nobody takes holds neither a worker nor the line for ever."""
        lines = []
        for _ in range(8):
            line = Line(self.server.port)
            line.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
            line.send(b"GET /export.jsonl?q=*&full=1 HTTP/1.1\r\nHost: localhost\r\n\r\n" * 50)
            lines.append(line)
        for _ in range(20):
            begun = time.monotonic()
            self.find("election")
            self.assertLess(time.monotonic() - begun, 2)
        for line in lines:
            line.cut()
            line.__exit__()

    def test_who_goes_away(self):
        for target in ("/search?q=*&format=json&n=100", "/export.jsonl?q=*&full=1", "/"):
            for _ in range(40):
                with Line(self.server.port) as line:
                    line.cut()
                    line.send(("GET %s HTTP/1.1\r\nHost: localhost\r\n\r\n" % target).encode())

    def test_two_thousand_lines_at_once(self):
        lines = []
        try:
            for _ in range(2000):
                lines.append(Line(self.server.port))
            for line in lines[::100]:
                self.expect(line.ask("/search?q=election"), 200)
            for line in lines[::2]:
                line.cut()
        finally:
            for line in lines:
                line.__exit__()

    def test_cut_in_the_middle(self):
        whole = b"GET /search?q=election HTTP/1.1\r\nHost: localhost\r\n\r\n"
        for end in range(len(whole)):
            with Line(self.server.port) as line:
                line.send(whole[:end])
                line.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", end % 2, 0))


if __name__ == "__main__":
    unittest.main()

"""morgue-serve as a process: what it says, whom it answers, and how it ends."""

import base64
import gzip
import http.client
import os
import re
import signal
import socket
import subprocess
import time
import unittest

from toolbox import Scratch, articles, program

# "secret", as `htpasswd -B -C 4` has made it.
ANNA = "anna:$2y$04$3G9CkMZHsak2W5W1xeaYlOXp20AjyPdv9ZN.w5UHlBdvzHxdh2l2y\n"


class Serve(Scratch):
    def setUp(self):
        super().setUp()
        self.write("first.jsonl", "".join(articles(60)))
        self.index("archive", "first.jsonl")

    def write(self, name, text):
        with open(os.path.join(self.folder, name), "w", encoding="utf-8") as out:
            out.write(text)

    def start(self, *arguments):
        """Starts a server on a port that is free; returns it and what it has said before."""
        child = subprocess.Popen([program("morgue-serve"), "--listen=127.0.0.1:0", *arguments,
                                  "archive"], cwd=self.folder, env=self.environment, text=True,
                                 stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        self.addCleanup(self.end, child)
        said = ""
        for line in child.stderr:
            where = re.fullmatch(r"morgue-serve: http://127\.0\.0\.1:(\d+)/ \((.*)\)\n", line)
            if where:
                self.port = int(where[1])
                return child, said
            said += line
        self.fail(said)

    def end(self, child):
        """What it says at its end."""
        if child.stderr.closed:
            return ""
        child.send_signal(signal.SIGTERM)
        out, err = child.communicate(timeout=30)
        self.assertEqual(child.returncode, 0, err)
        self.assertNotIn("Sanitizer", err)
        return out + err

    def get(self, target, method="GET", **headers):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        connection.request(method, target,
                           headers={name.replace("_", "-"): value for name, value in headers.items()})
        answer = connection.getresponse()
        answer.body = answer.read()
        connection.close()
        return answer

    def sign_in(self, user, password):
        pair = base64.b64encode(("%s:%s" % (user, password)).encode()).decode()
        return self.get("/search?q=word1", Authorization="Basic " + pair).status

    # ---- Answers ------------------------------------------------------------------------------

    def test_headers(self):
        self.start()
        for target, status in (("/", 200), ("/search?q=word1&format=json", 200), ("/none", 404),
                               ("/search?q=%22", 400), ("/search?q=%zz", 400)):
            answer = self.get(target)
            self.assertEqual(answer.status, status, target)
            self.assertIn("default-src 'none'", answer.headers["Content-Security-Policy"])
            self.assertEqual(answer.headers["X-Content-Type-Options"], "nosniff")
            self.assertEqual(answer.headers["Content-Length"], str(len(answer.body)))
            self.assertIsNone(answer.headers["Server"])

    def test_tags(self):
        """A tag lasts until the archive changes, which is seen without a restart."""
        self.start()
        target = "/search?q=word1&format=json"
        first = self.get(target)
        again = self.get(target, If_None_Match='"x", ' + first.headers["ETag"])
        self.assertEqual((again.status, again.body), (304, b""))
        self.assertEqual(again.headers["ETag"], first.headers["ETag"])
        other = self.get(target + "&n=5", If_None_Match=first.headers["ETag"])
        self.assertEqual(other.status, 200)
        self.write("second.jsonl", '{"id":"late","title":"Late","text":"word1 again"}\n')
        self.index("archive", "second.jsonl")
        time.sleep(0.2)
        later = self.get(target, If_None_Match=first.headers["ETag"])
        self.assertEqual(later.status, 200)
        self.assertIn(b"Late", later.body)
        self.assertIn(b"morgue_archive_articles 61\n", self.get("/metrics").body)

    def test_packed(self):
        self.start()
        plain = self.get("/help")
        packed = self.get("/help", Accept_Encoding="br, gzip")
        refused = self.get("/help", Accept_Encoding="gzip;q=0")
        self.assertEqual(packed.headers["Content-Encoding"], "gzip")
        self.assertLess(len(packed.body), len(plain.body) / 2)
        self.assertEqual(gzip.decompress(packed.body), plain.body)
        self.assertEqual(refused.body, plain.body)

    def test_head(self):
        self.start()
        for target in ("/robots.txt", "/help", "/export.csv?q=word1"):
            whole, head = self.get(target), self.get(target, "HEAD")
            self.assertEqual((head.status, head.body), (whole.status, b""))
            self.assertEqual(head.headers["Content-Length"], whole.headers["Content-Length"])

    def test_export(self):
        """A long answer, packed and not, is what the program writes."""
        self.write("many.jsonl", "".join(articles(3000)))
        self.index("archive", "many.jsonl")
        self.start()
        plain = self.get("/export.jsonl?q=number&sort=newest")
        packed = self.get("/export.jsonl?q=number&sort=newest", Accept_Encoding="gzip")
        self.assertEqual(len(plain.body.splitlines()), 3000)
        self.assertEqual(gzip.decompress(packed.body), plain.body)

    # ---- Refusals -----------------------------------------------------------------------------

    def test_refused(self):
        self.start()
        self.assertEqual(self.get("/", Host="evil.example").status, 421)
        self.assertEqual(self.get("http://evil.example/healthz").status, 421)
        self.assertEqual(self.get("http://localhost/healthz").status, 200)
        post = self.get("/search", "POST")
        self.assertEqual((post.status, post.headers["Allow"]), (405, "GET, HEAD"))
        self.assertEqual(self.get("/healthz", Content_Length="5").status, 413)
        self.assertEqual(self.get("/search?q=" + "a" * 8182).status, 200)
        self.assertEqual(self.get("/search?q=" + "a" * 8183).status, 414)
        self.assertEqual(self.get("/healthz", X="a" * 30000).status, 431)

    def test_rate(self):
        self.start("--rate=1")
        statuses = [self.get("/robots.txt").status for _ in range(8)]
        self.assertEqual(statuses[:4], [200] * 4)
        self.assertEqual(statuses[-1], 429)
        self.assertGreaterEqual(int(self.get("/robots.txt").headers["Retry-After"]), 1)

    def test_behind_a_proxy(self):
        self.start("--rate=1", "--behind-proxy", "--base-url=https://example.org/morgue")
        for last in range(20):
            answer = self.get("/robots.txt", Host="example.org",
                              X_Forwarded_For="10.1.1.1, 192.0.2.%d" % last)
            self.assertEqual(answer.status, 200)
        self.assertIn(b"Disallow: /morgue/", answer.body)
        statuses = [self.get("/robots.txt", X_Forwarded_For="192.0.2.%d, 192.0.2.99" % i).status
                    for i in range(8)]
        self.assertEqual(statuses[-1], 429)

    def test_slow(self):
        """Who drips a request is cut, who has none to make is not."""
        self.start("--header-timeout=1")
        dripping = socket.create_connection(("127.0.0.1", self.port))
        idle = socket.create_connection(("127.0.0.1", self.port))
        with dripping, idle, self.assertRaises(OSError):
            for _ in range(50):
                dripping.send(b"G")
                time.sleep(0.1)
            idle.sendall(b"GET /healthz HTTP/1.0\r\n\r\n")
            self.assertIn(b"200 OK", idle.recv(1000))
        self.assertIn(b'morgue_rejected_total{reason="slow"} 1\n', self.get("/metrics").body)

    # ---- Passwords and signals ----------------------------------------------------------------

    def test_passwords(self):
        self.write("readers", ANNA + "bert:plain\n")
        child, said = self.start("--passwords=readers", "--access-log=log")
        self.assertIn("morgue-serve: readers: line 2: ", said)
        nobody = self.get("/search?q=word1")
        self.assertEqual(nobody.status, 401)
        self.assertTrue(nobody.headers["WWW-Authenticate"].startswith("Basic realm="))
        self.assertEqual(self.get("/healthz").status, 200)
        self.assertEqual([self.sign_in("anna", "secret") for _ in range(3)], [200] * 3)
        self.assertEqual(self.sign_in("anna", "secrets"), 401)
        self.assertEqual(self.sign_in("carl", "secret"), 401)
        self.write("readers", ANNA.replace("anna", "carl"))
        os.rename(os.path.join(self.folder, "log"), os.path.join(self.folder, "log.1"))
        child.send_signal(signal.SIGHUP)
        time.sleep(0.3)
        self.assertEqual(self.sign_in("carl", "secret"), 200)
        self.assertEqual(self.sign_in("anna", "secret"), 401)
        self.end(child)
        with open(os.path.join(self.folder, "log.1"), encoding="ascii") as log:
            self.assertEqual(log.read().count(' - anna ['), 4)
        with open(os.path.join(self.folder, "log"), encoding="ascii") as log:
            self.assertIn(' - carl [', log.read())

    def test_many_wrong_passwords(self):
        self.write("readers", ANNA)
        self.start("--passwords=readers")
        statuses = [self.sign_in("anna", "wrong%d" % i) for i in range(25)]
        self.assertEqual(statuses[:20], [401] * 20)
        self.assertEqual(statuses[-1], 429)

    def test_end(self):
        """Connections that are open do not keep it from ending."""
        child, _ = self.start()
        idle = socket.create_connection(("127.0.0.1", self.port))
        begun = time.time()
        with idle:
            self.assertEqual(self.end(child), "")
        self.assertLess(time.time() - begun, 5)

    def test_port_in_use(self):
        child, _ = self.start()
        done = self.run_program("morgue-serve", "--listen=127.0.0.1:%d" % self.port, "archive")
        self.assertEqual(done.returncode, 3)
        self.assertIn("another program listens there", done.stderr)
        self.end(child)


if __name__ == "__main__":
    unittest.main()

"""Passwords: files as the usual programs write them, who gets in, who does not, and how often one may try."""

import base64
import os
import shutil
import signal
import subprocess
import time
import unittest

from toolbox import Line, Served

PASSWORD = "correct:horse ünïcode\"<>"


def basic(user, password):
    return "Basic " + base64.b64encode(("%s:%s" % (user, password)).encode()).decode()


def made_by(*command, entry=PASSWORD):
    """What it prints of the password; None where the program is missing."""
    if not shutil.which(command[0]):
        return None
    done = subprocess.run(command, input=entry + "\n", capture_output=True, text=True, check=True)
    return done.stdout.strip()


class Passwords(Served):
    @classmethod
    def setUpClass(cls):
        hashes = {"openssl": made_by("openssl", "passwd", "-6", "-stdin"),
                  "yescrypt": made_by("mkpasswd", "-m", "yescrypt", "-s")}
        cls.lines = ["%s:%s" % (user, made) for user, made in hashes.items() if made]
        entry = made_by("htpasswd", "-inBC", "5", "bcrypt")
        cls.lines += [entry] if entry else []
        cls.users = [line.split(":")[0] for line in cls.lines]
        super().setUpClass()

    @classmethod
    def serve(cls, *options, **more):
        weak = "weak:" + made_by("openssl", "passwd", "-1", "-stdin")
        with open(cls.path("users"), "w", encoding="utf-8") as file:
            file.write("# who may read\n\n" + "\n".join(cls.lines + [weak]) + "\n")
        return super().serve("--passwords=" + cls.path("users"), *options, **more)

    def get(self, user, password=PASSWORD, target="/search?q=election", server=None):
        return (server or self.server).get(target, Authorization=basic(user, password))

    def test_who_may_read(self):
        self.assertIn("openssl", self.users)
        for user in self.users:
            self.assertEqual(self.get(user).status, 200, user)
            begun = time.monotonic()
            for _ in range(20):  # it is not hashed each time
                self.assertEqual(self.get(user).status, 200, user)
            self.assertLess(time.monotonic() - begun, 2)

    def test_who_may_not(self):
        server = self.serve(log="other")
        self.assertIn("too weak", server.log())
        wrong = [("weak", PASSWORD), ("openssl", "wrong"), ("openssl", ""), ("", ""), ("", PASSWORD), ("nobody", PASSWORD), ("openssl", PASSWORD + " "),
                 ("OPENSSL", PASSWORD), ("openssl", PASSWORD.upper()), ("# who may read", ""), ("x" * 500, "y" * 500)]
        for user, password in wrong:
            answer = self.get(user, password, server=server)
            self.assertEqual(answer.status, 401, user)
            self.assertTrue(answer.headers["www-authenticate"].startswith("Basic realm="))
            self.assertIn("content-security-policy", answer.headers)
        for header in ("", "Basic", "Basic !!!!", "Basic " + "A" * 4000, "Bearer x", "basic", "Digest username=\"openssl\"",
                       "Basic " + base64.b64encode(b"openssl").decode(), "Basic " + base64.b64encode(b"openssl\0:x").decode()):
            self.assertIn(server.get("/", Authorization=header).status, (401, 429), header)
        self.assertEqual(self.get(self.users[0], server=server).status, 200)

    def test_what_is_closed(self):
        """All of it but the sign of life; no path around it."""
        for target in ("/", "/search?q=a", "/article/x", "/export.csv?q=*", "/openapi.json", "/static/morgue.css", "/metrics",
                       "/robots.txt", "/nowhere", "//healthz", "/healthz/", "/healthz/../search", "/%68ealthz"):
            self.assertEqual(self.server.get(target).status, 401, target)
        self.assertEqual(self.server.get("/healthz").status, 200)
        self.assertNotIn(b"89", self.server.get("/healthz").body)  # and that says nothing else

    def test_a_line_remembers_nobody(self):
        with Line(self.server.port) as line:
            self.assertEqual(line.ask("/", Authorization=basic(self.users[0], PASSWORD)).status, 200)
            self.assertEqual(line.ask("/").status, 401)
            self.assertEqual(line.ask("/", Authorization=basic(self.users[0], "wrong")).status, 401)

    def test_trying_is_slowed_down(self):
        server = self.serve(log="tried")
        statuses = [self.get("openssl", "wrong-%d" % n, server=server).status for n in range(40)]
        self.assertEqual(set(statuses), {401, 429})
        self.assertGreater(statuses.count(429), 10)
        self.assertEqual(statuses, sorted(statuses))
        answer = self.get("openssl", "wrong", server=server)
        self.assertEqual(answer.status, 429)
        self.assertGreater(int(answer.headers["retry-after"]), 0)

    def test_the_file_is_read_anew(self):
        server = self.serve(log="changed")
        self.assertEqual(self.get("openssl", server=server).status, 200)
        with open(self.path("users"), "w", encoding="utf-8") as file:
            file.write("new:" + made_by("openssl", "passwd", "-6", "-stdin", entry="other") + "\n")
        server.child.send_signal(signal.SIGHUP)
        end = time.monotonic() + 5
        while self.get("openssl", server=server).status == 200 and time.monotonic() < end:
            time.sleep(0.05)
        self.assertIn(self.get("openssl", server=server).status, (401, 429))
        self.assertEqual(self.get("new", "other", server=server).status, 200)
        os.remove(self.path("users"))
        server.child.send_signal(signal.SIGHUP)
        time.sleep(0.2)
        self.assertEqual(server.get("/").status, 401, "without the file nobody gets in who did not before")

    def test_files_that_are_none(self):
        for text in ("openssl", "a:\n", "a:plain\n", "a:$9$x$y\n", "a:{SHA}x\n", ""):
            with open(self.path("bad"), "w", encoding="utf-8") as file:
                file.write(text)
            with self.assertRaises(AssertionError, msg=text) as caught:
                Served.serve.__func__(type(self), "--passwords=" + self.path("bad"), log="bad.log")
            self.assertIn("status", str(caught.exception))
            self.assertRegex(str(caught.exception), "status [23]:")


if __name__ == "__main__":
    unittest.main()

"""The units of the packages morgue-server and morgue-node: systemd likes them, they leave next to nothing open, and forbid
nothing that is needed."""

import os
import re
import shutil
import signal
import socket
import subprocess
import time
import unittest

from toolbox import BIN, SANITIZED, SOURCE, Line, Served, free_port, search_for

FOLDER = os.path.join(SOURCE, "cmake", "systemd")
EXPOSURE = 15  # in tenths, of 100; systemd says OK up to 50


def analyze(*arguments):
    return subprocess.run(["systemd-analyze", *arguments], capture_output=True, text=True, check=False, timeout=60)


def read_unit(name):
    with open(os.path.join(FOLDER, name), encoding="utf-8") as file:
        return file.read()


def allowed_calls(unit):
    """What SystemCallFilter= lets through."""
    groups, group = {}, None
    for line in analyze("syscall-filter", "--no-pager").stdout.splitlines():
        if line.startswith("@"):
            group = groups.setdefault(line.strip(), set())
        elif group is not None and line.strip() and not line.strip().startswith("#"):
            group.add(line.strip())

    def spread(names):
        return {call for name in names for call in (spread(groups[name]) if name.startswith("@") else {name})}
    allowed = set()
    for words in re.findall(r"^SystemCallFilter=(.*)$", unit, re.M):
        calls = spread(words.lstrip("~").split())
        allowed = allowed - calls if words.startswith("~") else allowed | calls
    return allowed


def strace(trace, *command):
    return ["strace", "-f", "-qq", "-o", trace, "-e", "signal=none", *command]


class Checks(Served):
    """What holds for each unit."""

    def check_liked(self, name):
        done = analyze("--man=no", "verify", self.path(name))
        self.assertEqual((done.returncode, done.stdout + done.stderr), (0, ""))

    def check_hardened(self, name):
        done = analyze("security", "--offline=yes", "--threshold=%d" % EXPOSURE, "--no-pager", self.path(name))
        self.assertEqual(done.returncode, 0, (done.stdout + done.stderr)[-300:])

    def check_allowed(self, unit, trace, wanted):
        """What strace has seen is let through; among it `wanted`."""
        with open(trace, encoding="utf-8", errors="replace") as file:
            text = file.read()
        called = set(re.findall(r"^\d+ +(\w+)\(", text, re.M))
        self.assertIn(wanted, called)
        self.assertEqual(called - allowed_calls(unit), set())
        for family in re.findall(r"socket\((\w+)", text):
            self.assertIn(family, re.search(r"^RestrictAddressFamilies=(.*)$", unit, re.M).group(1))


@unittest.skipUnless(shutil.which("systemd-analyze"), "systemd-analyze is not here")
class Serve(Checks):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.text = read_unit("morgue-serve@.service")
        with open(cls.path("morgue-serve@.service"), "w", encoding="utf-8") as file:
            file.write(cls.text.replace("/usr/bin/", BIN + "/"))

    def test_systemd_likes_it(self):
        self.check_liked("morgue-serve@.service")

    def test_it_is_hardened(self):
        self.check_hardened("morgue-serve@.service")

    def test_the_example_is_understood(self):
        """Its options are some, and what it sets is what the unit takes."""
        with open(os.path.join(FOLDER, "news.conf"), encoding="utf-8") as file:
            given = dict(re.findall(r"^(\w+)=(.*)$", file.read(), re.M))
        for name in given:
            self.assertRegex(self.text, r"\$\{?%s" % name)
        text = subprocess.run([os.path.join(BIN, "morgue-serve"), "--help"], capture_output=True, text=True, check=True).stdout
        for option in re.findall(r"--[a-z-]+", given["OPTIONS"]):
            self.assertIn(option, text)

    @unittest.skipUnless(shutil.which("strace") and not SANITIZED, "strace is not here, or sanitizers are")
    def test_it_forbids_nothing_that_is_needed(self):
        """What the server calls from its start to its end, seen by strace, is let through."""
        port, trace = free_port(), self.path("trace")
        command = strace(trace, os.path.join(BIN, "morgue-serve"), "--listen=127.0.0.1:%d" % port, self.archive)
        child = subprocess.Popen(command, stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.addCleanup(child.wait)
        self.addCleanup(child.kill)
        for _ in range(1000):
            try:
                with Line(port) as line:
                    for target in (search_for("election"), "/", "/search?q=election", "/export.csv?q=*", "/metrics", "/static/morgue.css"):
                        self.assertEqual(line.ask(target, Accept_Encoding="gzip").status, 200)
                break
            except ConnectionRefusedError:
                self.assertIsNone(child.poll())
                time.sleep(0.02)
        with open("/proc/%d/task/%d/children" % (child.pid, child.pid), encoding="ascii") as file:
            os.kill(int(file.read().split()[0]), signal.SIGTERM)
        self.assertEqual(child.wait(20), 0)
        self.check_allowed(self.text, trace, "epoll_wait")


@unittest.skipUnless(shutil.which("systemd-analyze") and shutil.which("xapian-tcpsrv"), "what it takes is not here")
class Node(Checks):
    SERVICES = ("morgue-node@.service", "morgue-replicate-server@.service", "morgue-replica@.service")

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.texts = {name: read_unit(name) for name in (*cls.SERVICES, "morgue-replica@.timer")}
        for name, text in cls.texts.items():
            with open(cls.path(name), "w", encoding="utf-8") as file:
                file.write(text.replace("/usr/libexec/morgue/", SOURCE + "/docs/recipes/"))

    def test_systemd_likes_them(self):
        for name in self.texts:
            self.check_liked(name)

    def test_they_are_hardened(self):
        for name in self.SERVICES:
            self.check_hardened(name)

    def test_the_example_is_understood(self):
        """All that it sets, if only as a comment, is taken by a unit or by what that runs; and all they take is set."""
        given = set(re.findall(r"^#?(\w+)=", read_unit("node.conf"), re.M))
        with open(os.path.join(SOURCE, "docs", "recipes", "pull-replica"), encoding="utf-8") as file:
            texts = "".join(self.texts.values()) + re.sub(r"(?m)^#.*", "", file.read())
        self.assertEqual({name for name in given if not re.search(r"\$\{?%s\b" % name, texts)}, set())
        self.assertEqual(set(re.findall(r"\$\{([A-Z_]+)\}", "".join(self.texts.values()))) - given, set())

    def test_their_options_exist(self):
        for name in self.SERVICES[:2]:
            words = re.search(r"^ExecStart=/usr/bin/(.*)$", self.texts[name], re.M).group(1).split()
            known = subprocess.run([words[0], "--help"], capture_output=True, text=True, check=True).stdout
            for option in re.findall(r" (--[a-z-]+)", " ".join(words)):
                self.assertIn(option, known)

    def test_nobody_listens_everywhere(self):
        """Without an address, or with that of all interfaces, none of the servers starts."""
        for name in self.SERVICES[:2]:
            script = re.search(r"^ExecStartPre=/bin/sh -c '(.*)'$", self.texts[name], re.M).group(1).replace("$$", "$")
            for address, status in (("", 64), ("0.0.0.0", 64), ("::", 64), ("10.77.0.1", 0)):
                done = subprocess.run(["sh", "-c", script], env={"ADDRESS": address}, capture_output=True, text=True,
                                      check=False)
                self.assertEqual((done.returncode, "ADDRESS" in done.stderr), (status, status != 0), address)
            self.assertRegex(self.texts[name], r"\nExecStart=.* --interface[= ]\$\{ADDRESS\} ")
            self.assertIn("\nIPAddressDeny=any\n", self.texts[name])

    def start(self, trace, *command):
        """A server under strace, that listens."""
        port = free_port()
        child = subprocess.Popen(strace(trace, *command, "--port", str(port), self.archive), stdin=subprocess.DEVNULL,
                                 stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
        self.addCleanup(self.stop, child)
        for _ in range(1000):
            try:
                socket.create_connection(("127.0.0.1", port), 20).close()
                return port, child
            except ConnectionRefusedError:
                self.assertIsNone(child.poll())
                time.sleep(0.02)
        return self.fail("nobody listens")

    @staticmethod
    def stop(child):
        if child.returncode is None:
            os.killpg(child.pid, signal.SIGTERM)
            child.wait(20)

    @unittest.skipUnless(shutil.which("strace"), "strace is not here")
    def test_they_forbid_nothing_that_is_needed(self):
        traces = {name: self.path(name + ".trace") for name in self.SERVICES}
        port, node = self.start(traces[self.SERVICES[0]], "xapian-tcpsrv", "--quiet", "--interface", "127.0.0.1")
        with socket.create_connection(("127.0.0.1", port), 20) as line:
            line.sendall(b"\0\0")  # all terms
            self.assertEqual(len(line.makefile("rb").read(1000)), 1000)
        self.stop(node)
        port, server = self.start(traces[self.SERVICES[1]], "xapian-replicate-server", "--interface", "127.0.0.1")
        pull = os.path.join(SOURCE, "docs", "recipes", "pull-replica")
        command = strace(traces[self.SERVICES[2]], pull, "127.0.0.1", str(port), self.path("replica"))
        done = subprocess.run(command, env={**os.environ, "LIST": "cat %s/XAPIANDB" % self.archive}, capture_output=True,
                              text=True, check=False, timeout=60)
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        self.stop(server)
        for name, wanted in zip(self.SERVICES, ("accept", "pread64", "renameat2")):
            self.check_allowed(self.texts[name], traces[name], wanted)


if __name__ == "__main__":
    unittest.main()

"""The unit of the package morgue-server: systemd likes it, it leaves next to nothing open, and it forbids nothing that the
server needs."""

import os
import re
import shutil
import signal
import subprocess
import time
import unittest

from toolbox import BIN, SANITIZED, SOURCE, Line, Served, free_port, search_for

FOLDER = os.path.join(SOURCE, "cmake", "systemd")
EXPOSURE = 15  # in tenths, of 100; systemd says OK up to 50


@unittest.skipUnless(shutil.which("systemd-analyze"), "systemd-analyze is not here")
class Unit(Served):
    def analyze(self, *arguments):
        return subprocess.run(["systemd-analyze", *arguments], capture_output=True, text=True, check=False, timeout=60)

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with open(os.path.join(FOLDER, "morgue-serve@.service"), encoding="utf-8") as file:
            cls.text = file.read()
        with open(cls.path("morgue-serve@.service"), "w", encoding="utf-8") as file:
            file.write(cls.text.replace("/usr/bin/", BIN + "/"))

    def test_systemd_likes_it(self):
        done = self.analyze("--man=no", "verify", self.path("morgue-serve@.service"))
        self.assertEqual((done.returncode, done.stdout + done.stderr), (0, ""))

    def test_it_is_hardened(self):
        done = self.analyze("security", "--offline=yes", "--threshold=%d" % EXPOSURE, "--no-pager",
                            self.path("morgue-serve@.service"))
        self.assertEqual(done.returncode, 0, (done.stdout + done.stderr)[-300:])

    def test_the_example_is_understood(self):
        """Its options are some, and what it sets is what the unit takes."""
        with open(os.path.join(FOLDER, "news.conf"), encoding="utf-8") as file:
            given = dict(re.findall(r"^(\w+)=(.*)$", file.read(), re.M))
        for name in given:
            self.assertRegex(self.text, r"\$\{?%s" % name)
        text = subprocess.run([os.path.join(BIN, "morgue-serve"), "--help"], capture_output=True, text=True, check=True).stdout
        for option in re.findall(r"--[a-z-]+", given["OPTIONS"]):
            self.assertIn(option, text)

    def allowed_calls(self):
        """What SystemCallFilter= lets through."""
        groups, group = {}, None
        for line in self.analyze("syscall-filter", "--no-pager").stdout.splitlines():
            if line.startswith("@"):
                group = groups.setdefault(line.strip(), set())
            elif group is not None and line.strip() and not line.strip().startswith("#"):
                group.add(line.strip())

        def spread(names):
            return {call for name in names for call in (spread(groups[name]) if name.startswith("@") else {name})}
        allowed = set()
        for words in re.findall(r"^SystemCallFilter=(.*)$", self.text, re.M):
            calls = spread(words.lstrip("~").split())
            allowed = allowed - calls if words.startswith("~") else allowed | calls
        return allowed

    @unittest.skipUnless(shutil.which("strace") and not SANITIZED, "strace is not here, or sanitizers are")
    def test_it_forbids_nothing_that_is_needed(self):
        """What the server calls from its start to its end, seen by strace, is let through."""
        port, trace = free_port(), self.path("trace")
        child = subprocess.Popen(["strace", "-f", "-qq", "-o", trace, "-e", "signal=none", os.path.join(BIN, "morgue-serve"),
                                  "--listen=127.0.0.1:%d" % port, self.archive], stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
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
        with open(trace, encoding="utf-8", errors="replace") as file:
            text = file.read()
        called = set(re.findall(r"^\d+ +(\w+)\(", text, re.M))
        self.assertIn("epoll_wait", called)
        self.assertEqual(called - self.allowed_calls(), set())
        for family in re.findall(r"socket\((\w+)", text):
            self.assertIn(family, re.search(r"^RestrictAddressFamilies=(.*)$", self.text, re.M).group(1))


if __name__ == "__main__":
    unittest.main()

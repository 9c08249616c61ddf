"""Ctrl-C keeps what was read; a second one ends at once."""

import contextlib
import json
import os
import signal
import subprocess
import time
import unittest

from toolbox import Scratch, articles, program


class Stop(Scratch):
    def start(self, *arguments):
        return subprocess.Popen([program("morgue-index"), *arguments], cwd=self.folder,
                                env=self.environment, stdin=subprocess.PIPE, text=True,
                                stdout=subprocess.PIPE, stderr=subprocess.PIPE)

    def feed_until_it_ends(self, child, first):
        """The program stops at the next article, so it must get some."""
        with contextlib.suppress(BrokenPipeError):
            for number in range(0, 2000000, 500):
                if child.poll() is not None:
                    break
                for line in articles(500):
                    child.stdin.write(line.replace("made-", "%s-%d-" % (first, number)))
        with contextlib.suppress(BrokenPipeError):
            child.stdin.close()
        child.stdin = None

    def stop(self, number, *arguments):
        child = self.start("archive", "-", *arguments)
        for line in articles(3000):
            child.stdin.write(line)
        child.stdin.flush()
        child.send_signal(number)
        self.feed_until_it_ends(child, "late")
        out, err = child.communicate(timeout=30)
        return child.returncode, out, err

    def test_interrupted(self):
        status, out, err = self.stop(signal.SIGINT)
        self.assertEqual(status, 130, err)
        self.assertIn("stopping, and keeping what was read", err)
        self.assertIn("stopped: what was read is in the archive", err)
        self.assertIn("articles read", out)
        self.assertGreater(int(self.search("--format=count", "archive", "number")), 0)

    def test_terminated(self):
        status, out, _ = self.stop(signal.SIGTERM, "--json")
        self.assertEqual(status, 143)
        self.assertGreater(json.loads(out)["articles_total"], 0)

    def test_a_second_signal_is_final(self):
        child = self.start("archive", "-")
        child.stdin.write("".join(articles(10)))
        child.stdin.flush()
        child.send_signal(signal.SIGINT)
        for line in child.stderr:
            if "stopping" in line:
                break
        child.send_signal(signal.SIGINT)
        self.assertEqual(child.wait(timeout=30), -signal.SIGINT)
        child.communicate()
        self.index("archive", "dump")

    def test_merging(self):
        """The signal may come before the program listens, or behind the merge: it is sent again and again."""
        with open(os.path.join(self.folder, "made.jsonl"), "w", encoding="utf-8") as dump:
            dump.writelines(articles(20000))
        self.index("archive", "made.jsonl")
        for number in range(1, 60):
            self.index("--delete=id:made-%d" % number, "archive")
            child = self.start("--compact", "archive")
            time.sleep(0.01 * (number % 20))
            child.send_signal(signal.SIGINT)
            _, err = child.communicate(timeout=60)
            self.assertEqual(int(self.search("--format=count", "archive", "*")), 20000 - number)
            if child.returncode == 130:
                break
            self.assertIn(child.returncode, (0, -signal.SIGINT), err)
        self.assertEqual(child.returncode, 130)
        self.assertIn("stopping, and leaving the archive as it was", err)
        self.assertIn("stopped: the shards are as they were", err)
        self.assertEqual([name for name in os.listdir(os.path.join(self.folder, "archive"))
                          if name.startswith("shard-") and name not in self.manifest()], [])

    def manifest(self):
        with open(os.path.join(self.folder, "archive", "morgue.manifest"), encoding="utf-8") as manifest:
            return manifest.read()


if __name__ == "__main__":
    unittest.main()

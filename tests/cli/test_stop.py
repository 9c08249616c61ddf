"""Ctrl-C keeps what was read; a second one ends at once."""

import contextlib
import json
import signal
import subprocess
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


if __name__ == "__main__":
    unittest.main()

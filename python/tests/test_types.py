"""mypy --strict over the package and the examples, where mypy is installed."""

import shutil
import subprocess
import tempfile
import unittest

from common import ROOT

MYPY = shutil.which("mypy", path="/usr/bin:/usr/local/bin") or shutil.which("mypy")


@unittest.skipUnless(MYPY, "mypy is not installed: scripts/install-packages installs it")
class Types(unittest.TestCase):
    def check(self, *arguments):
        with tempfile.TemporaryDirectory() as cache:
            return subprocess.run([MYPY, "--strict", "--cache-dir", cache, *arguments], cwd=ROOT / "python",
                                  capture_output=True, text=True)

    def test_package(self):
        done = self.check("morgue")
        self.assertEqual((done.returncode, done.stderr), (0, ""), done.stdout)

    def test_callers(self):
        """What callers get has types: the examples pass, and these mistakes do not."""
        done = self.check("--ignore-missing-imports", "examples/facets.py", "examples/timeline.py")
        self.assertEqual(done.returncode, 0, done.stdout)
        program = ("import morgue\n"
                   "results = morgue.open('a').search('x', limit='3')\n"
                   "title: int = results[0].title\n"
                   "results.totals\n"
                   "names: list[int] = results[0].article.persons\n"
                   "bucket: str = results.timeline[0].count\n")
        done = self.check("-c", program)
        self.assertEqual([line.split(":")[1] for line in done.stdout.splitlines()[:-1] if ": error:" in line],
                         ["2", "3", "4", "5", "6"], done.stdout)


if __name__ == "__main__":
    unittest.main()

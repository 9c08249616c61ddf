"""What the tests of the example programs share. MORGUE_BIN and MORGUE_SOURCE name the folders; MORGUE_UNDER, where it
is set, is a command such as valgrind that the programs run under."""

import os
import shlex
import shutil
import signal
import subprocess
import tempfile
import time
import unittest

SOURCE = os.environ.get("MORGUE_SOURCE") or os.path.abspath(os.path.join(os.path.dirname(__file__), "..", ".."))
BIN = os.path.abspath(os.environ.get("MORGUE_BIN") or os.path.join(SOURCE, "build", "release", "bin"))
UNDER = shlex.split(os.environ.get("MORGUE_UNDER", ""))
PATIENCE = 60 if UNDER else 20  # seconds


class Sample(unittest.TestCase):
    """A test in a folder of its own."""

    def setUp(self):
        self.folder = tempfile.mkdtemp()
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)

    def path(self, *names):
        return os.path.join(self.folder, *names)

    def write(self, name, text):
        with open(self.path(name), "w", encoding="utf-8") as file:
            file.write(text)
        return self.path(name)

    def run_sample(self, name, *arguments):
        return subprocess.run([*UNDER, os.path.join(BIN, name), *arguments], cwd=self.folder, capture_output=True,
                              text=True, timeout=PATIENCE, check=False)

    def start(self, name, *arguments):
        """A sample that goes on until it is stopped. What it prints is in the files `out` and `err`."""
        with open(self.path("out"), "wb") as out, open(self.path("err"), "wb") as err:
            child = subprocess.Popen([*UNDER, os.path.join(BIN, name), *arguments], cwd=self.folder, stdout=out,
                                     stderr=err)
        self.addCleanup(child.wait)
        self.addCleanup(child.kill)
        return child

    def printed(self, name="out"):
        with open(self.path(name), encoding="utf-8", errors="replace") as file:
            return file.read()

    def wait_for(self, text, child):
        """Until it has printed that."""
        end = time.monotonic() + PATIENCE
        while text not in self.printed():
            if time.monotonic() > end or child.poll() is not None:
                self.fail("%r never came: %s%s" % (text, self.printed(), self.printed("err")))
            time.sleep(0.01)

    def stop(self, child, number=signal.SIGINT):
        """Ctrl-C: it ends by itself, without complaint."""
        child.send_signal(number)
        self.assertEqual(child.wait(PATIENCE), 0, self.printed("err"))

    def search(self, archive, query):
        """The ids that match."""
        done = subprocess.run([os.path.join(BIN, "morgue-search"), "--format=ids", archive, query], cwd=self.folder,
                              capture_output=True, text=True, timeout=60, check=False)
        self.assertIn(done.returncode, (0, 1), done.stderr)
        return sorted(done.stdout.split())

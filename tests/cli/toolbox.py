"""What the tests of the programs share. MORGUE_BIN and MORGUE_SOURCE name the folders."""

import fcntl
import os
import pty
import select
import shutil
import struct
import subprocess
import tempfile
import termios
import time
import unittest

SOURCE = os.environ.get("MORGUE_SOURCE") or os.path.abspath(
    os.path.join(os.path.dirname(__file__), "..", ".."))
BIN = os.environ.get("MORGUE_BIN") or os.path.join(SOURCE, "build", "release", "bin")
INPUT = os.path.join(SOURCE, "tests", "cli", "input")
WITHOUT_TAGS = os.path.join(SOURCE, "tests", "cli", "bin")
os.environ["MORGUE_INDEX"] = os.path.join(BIN, "morgue-index")
PROGRAMS = ["morgue-index", "morgue-search", "morgue-serve"]


def program(name):
    """morgue-index is one that does not tag unless it is told to: see bin/."""
    return os.path.join(WITHOUT_TAGS if name == "morgue-index" else BIN, name)


class Scratch(unittest.TestCase):
    """A test in a folder of its own, which begins with a copy of input/."""

    def setUp(self):
        self.folder = tempfile.mkdtemp()
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        shutil.copytree(INPUT, self.folder, dirs_exist_ok=True)
        self.environment = {**os.environ, "PATH": WITHOUT_TAGS + ":" + BIN + ":" + os.environ["PATH"], "TERM": "dumb",
                            "LC_ALL": "C.UTF-8", "TZ": "UTC", "PAGER": "cat"}
        self.environment.pop("COLUMNS", None)
        self.environment.pop("NO_COLOR", None)
        self.environment.pop("MORGUE_PAGER", None)

    def run_program(self, name, *arguments, **more):
        return subprocess.run([program(name), *arguments], cwd=self.folder, env=self.environment,
                              capture_output=True, text=True, errors="replace",
                              timeout=60, check=False, **more)

    def shell(self, command):
        return subprocess.run(["bash", "-c", command], cwd=self.folder, env=self.environment,
                              capture_output=True, text=True, errors="replace",
                              timeout=60, check=False)

    def index(self, *arguments):
        done = self.run_program("morgue-index", *arguments)
        self.assertIn(done.returncode, (0, 1), done.stderr)
        return done

    def search(self, *arguments):
        done = self.run_program("morgue-search", *arguments)
        self.assertIn(done.returncode, (0, 1), done.stderr)
        return done.stdout

    def on_terminal(self, arguments, columns=80, **environment):
        """What a program prints on a terminal, and its exit status."""
        ours, its = pty.openpty()
        fcntl.ioctl(its, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
        with subprocess.Popen(arguments, cwd=self.folder, stdin=its, stdout=its, stderr=its,
                              env={**self.environment, "TERM": "xterm", **environment}) as child:
            os.close(its)
            text = read_all(ours, child)
        os.close(ours)
        return text.decode("utf-8", "replace").replace("\r\n", "\n"), child.returncode


def read_all(terminal, child, seconds=60):
    text, end = b"", time.time() + seconds
    while time.time() < end:
        ready, _, _ = select.select([terminal], [], [], 0.05)
        if ready:
            try:
                piece = os.read(terminal, 65536)
            except OSError:  # the other side was closed
                break
            text += piece
        elif child.poll() is not None:
            break
    return text


def articles(count, words=20):
    """Made-up articles as JSON lines."""
    for number in range(count):
        text = " ".join("word%d" % ((number * 7 + i) % 1000) for i in range(words))
        yield '{"id":"made-%d","title":"Number %d","text":"%s"}\n' % (number, number, text)

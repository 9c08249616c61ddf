"""The wheel: built twice to the same bytes, installed into a folder, and used there; the examples and the README."""

import os
import re
import shutil
import subprocess
import sys
import unittest
from pathlib import Path

import morgue
from common import ROOT, InFolder, samples

PYTHON = "/usr/bin/python3"
BUILDS = not subprocess.run([PYTHON, "-c", "import setuptools, wheel, pip"], capture_output=True).returncode


class Wheel(InFolder):
    def run_in_folder(self, *command, **environment):
        done = subprocess.run([str(word) for word in command], cwd=self.folder, capture_output=True, text=True,
                              env={**os.environ, **environment})
        self.assertEqual((done.returncode, done.stderr), (0, ""), done.stdout)
        return done.stdout

    def build(self, name):
        self.run_in_folder(ROOT / "scripts/wheel", self.folder / name, SOURCE_DATE_EPOCH="1700000000")
        wheel, = (self.folder / name).iterdir()
        self.assertEqual(wheel.name, f"morgue-{morgue.__version__}-py3-none-any.whl")
        return wheel

    @unittest.skipUnless(BUILDS, f"pip, setuptools or wheel is not there for {PYTHON}: scripts/install-packages "
                         "installs them")
    def test_installed(self):
        wheel = self.build("one")
        self.assertEqual(wheel.read_bytes(), self.build("two").read_bytes())
        self.run_in_folder(PYTHON, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", "--target",
                           self.folder / "site", wheel, PIP_ROOT_USER_ACTION="ignore")
        self.assertTrue((self.folder / "site/morgue/py.typed").exists())
        where = self.run_in_folder(sys.executable, "-c", "import morgue; print(morgue.__file__)",
                                   PYTHONPATH=str(self.folder / "site"))
        self.assertEqual(Path(where.strip()).parent, self.folder / "site/morgue")
        (self.folder / "site/matplotlib.py").write_text("raise ImportError")  # draw with letters
        for python in (sys.executable, PYTHON):
            out = self.run_in_folder(python, ROOT / "python/examples/timeline.py", samples(), "washington",
                                     PYTHONPATH=str(self.folder / "site"), PYTHONIOENCODING="utf-8")
            self.assertIn("2016       3 of      7   42.9%  ██████████████████████████████\n", out)
            self.assertRegex(out.splitlines()[-1], r"^2022-\d\d-\d\d  \w")

    def test_examples(self):
        out = self.run_in_folder(sys.executable, "-B", ROOT / "python/examples/facets.py", samples(), "washington")
        self.assertIn("  Thomas Washington", out)
        self.assertRegex(out, "person: 5 of ")
        self.assertNotIn("Traceback", out)

    def test_drawing(self):
        """What the example asks of matplotlib, by one that only writes it down."""
        (self.folder / "matplotlib").mkdir()
        (self.folder / "matplotlib/__init__.py").touch()
        (self.folder / "matplotlib/pyplot.py").write_text(
            "from unittest.mock import MagicMock\n"
            "figure, axes = MagicMock(), MagicMock()\n"
            "def subplots(**_): return figure, axes\n"
            "figure.savefig = lambda path: open(path, 'w').write(repr(axes.bar.call_args))\n")
        self.run_in_folder(sys.executable, "-B", ROOT / "python/examples/timeline.py", samples(), "washington", "a.png",
                           PYTHONPATH=os.pathsep.join([str(self.folder), os.environ["PYTHONPATH"]]))
        self.assertRegex((self.folder / "a.png").read_text(), r"'2016'.*\], \[.*3")

    def test_readme(self):
        """The README's code runs as it stands, from top to bottom."""
        code = "".join(re.findall(r"```python\n(.*?)```", (ROOT / "python/README.md").read_text(), re.S))
        (self.folder / "samples").symlink_to(ROOT / "samples")
        shutil.copytree(samples(), self.folder / "archive")
        code += ("\n(__import__('pathlib').Path('x.cards')).write_text('CARD Ferry\\nBOX Lost\\n')\n"
                 "with morgue.Writer('cards', tag='none') as writer:\n"
                 "    summary = writer.import_paths('x.cards', formats=[Cards()])\n"
                 "    print(summary.added, 'and', summary.rejected)\n")
        out = self.run_in_folder(sys.executable, "-B", "-c", code)
        self.assertIn("7 articles\n", out)
        self.assertIn("\n1 and 1\n", out)

    def test_no_library(self):
        done = subprocess.run([sys.executable, "-B", "-c", "import morgue"], capture_output=True, text=True,
                              env={**os.environ, "MORGUE_LIBRARY": "/nowhere/libmorgue.so"})
        self.assertRegex(done.stderr, r"ImportError: libmorgue cannot be loaded \(/nowhere/libmorgue.so: .*libmorgue1")


if __name__ == "__main__":
    unittest.main()

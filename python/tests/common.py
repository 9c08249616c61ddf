"""What the tests share: the sample archive, and folders that go away."""

import atexit
import functools
import shutil
import tempfile
import unittest
from pathlib import Path

import morgue

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ROOT / "samples/archive"


@functools.cache
def samples():
    """The archive of the samples, with the tags that they come with."""
    folder = tempfile.mkdtemp(prefix="morgue-python-")
    atexit.register(shutil.rmtree, folder)
    path = Path(folder, "archive")
    with morgue.Writer(path, tag="none") as writer:
        writer.import_paths(SAMPLES)
    return path


class InFolder(unittest.TestCase):
    """Each test has a folder of its own."""

    def setUp(self):
        self.folder = Path(self.enterContext(tempfile.TemporaryDirectory(prefix="morgue-python-")))
        self.path = self.folder / "archive"

    def write(self, *articles, **options):
        with morgue.Writer(self.path, **{"tag": "none", **options}) as writer:
            return [writer.add(article) for article in articles]

    def ids(self, query="*"):
        with morgue.open(self.path) as archive:
            return [hit.id for hit in archive.search(query, sort="oldest", limit=100)]

"""watch: what comes into a folder gets into the archive."""

import json
import os
import shutil
import signal
import subprocess
import time
import unittest

from toolbox import BIN, Sample


def lines(*ids, title="Ferry"):
    return "".join(json.dumps({"id": i, "title": title, "text": "Number %s." % i}) + "\n" for i in ids)


class Watch(Sample):
    def setUp(self):
        super().setUp()
        os.mkdir(self.path("folder"))
        self.write("folder/first.jsonl", lines("a", "b"))
        self.child = self.start("watch", "archive", "folder")
        self.wait_for("folder: 2 added, 0 replaced, 0 rejected\n", self.child)

    def move_in(self, name, text):
        os.rename(self.write("beside", text), self.path("folder", name))

    def test_what_is_moved_in_is_searched(self):
        self.move_in("second.jsonl", lines("c"))
        self.wait_for("folder/second.jsonl: 1 added", self.child)
        self.assertEqual(self.search("archive", "ferry"), ["a", "b", "c"])  # while it goes on
        self.move_in("third.jsonl", lines("b", title="Crane"))
        self.wait_for("folder/third.jsonl: 0 added, 1 replaced", self.child)
        self.stop(self.child)
        self.assertEqual(self.search("archive", "crane"), ["b"])
        self.assertEqual(self.printed("err"), "")

    def test_a_file_counts_when_it_is_closed(self):
        with open(self.path("folder", "slow.jsonl"), "w", encoding="utf-8") as file:
            file.write(lines("s"))
            file.flush()
            self.move_in("other.jsonl", lines("o"))
            self.wait_for("other.jsonl: 1 added", self.child)
            self.assertNotIn("slow", self.printed())
            file.write(lines("t"))
        self.wait_for("slow.jsonl: 2 added", self.child)
        self.stop(self.child, signal.SIGTERM)

    def test_hidden_files_bad_files_and_folders(self):
        self.write("folder/.partial", lines("x"))
        self.move_in("bad.jsonl", '{"id": "y", "title": \n' + lines("z"))
        self.wait_for("bad.jsonl: 1 added, 0 replaced, 1 rejected", self.child)
        os.mkdir(self.path("later"))
        self.write("later/one.jsonl", lines("l"))
        os.rename(self.path("later"), self.path("folder", "later"))
        self.wait_for("folder/later: 1 added", self.child)
        os.remove(self.path("folder", "bad.jsonl"))
        self.stop(self.child)
        self.assertEqual(self.search("archive", "*"), ["a", "b", "l", "z"])
        self.assertIn("folder/bad.jsonl:1: ", self.printed("err"))

    def test_a_file_that_is_gone_at_once(self):
        for number in range(20):
            self.move_in("short.jsonl", lines("s%d" % number))
            os.remove(self.path("folder", "short.jsonl"))
        self.move_in("last.jsonl", lines("last"))
        self.wait_for("last.jsonl: 1 added", self.child)
        self.stop(self.child)

    def test_the_folder_goes(self):
        shutil.rmtree(self.path("folder"))
        self.assertEqual(self.child.wait(20), 1)
        self.assertIn("watch: folder: the folder is gone", self.printed("err"))

    def test_ctrl_c_ends_a_long_import(self):
        with open(self.path("beside"), "w", encoding="utf-8") as file:
            for number in range(200000):
                file.write(lines("n%d" % number))
        os.rename(self.path("beside"), self.path("folder", "many.jsonl"))
        time.sleep(0.2)
        self.stop(self.child)
        self.assertNotIn("many.jsonl: 200000 added", self.printed())
        verified = subprocess.run([os.path.join(BIN, "morgue-index"), "--verify", self.path("archive")],
                                  capture_output=True, text=True, check=False)
        self.assertEqual(verified.returncode, 0, verified.stdout + verified.stderr)

    def test_only_one_writes(self):
        done = self.run_sample("watch", "archive", "folder")
        self.assertEqual(done.returncode, 1)
        self.assertIn("is writing to this archive", done.stderr)


class Usage(Sample):
    def test_usage(self):
        self.assertEqual(self.run_sample("watch", "archive").returncode, 2)
        done = self.run_sample("watch", "archive", "nowhere")
        self.assertEqual((done.returncode, done.stderr), (1, "nowhere: No such file or directory\n"))


if __name__ == "__main__":
    unittest.main()

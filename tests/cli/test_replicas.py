"""push-replica and pull-replica of docs/recipes: a second copy of an archive, by files and by Xapian's replication."""

import glob
import os
import shutil
import socket
import subprocess
import time
import unittest

from test_recipes import Recipe, article

TABLES = ("postlist", "docdata", "termlist", "position")


class Files(Recipe):
    def setUp(self):
        super().setUp()
        if not shutil.which("rsync"):
            self.skipTest("rsync is not here")
        path = self.folder + "/ssh"
        with open(path, "w", encoding="utf-8") as file:
            file.write("#!/bin/sh\n[ \"$1\" = elsewhere ] && shift && exec sh -c \"$*\"\n")
        os.chmod(path, 0o755)
        self.environment["SSH"] = path

    def run_push(self):
        return self.run_recipe("push-replica", "archive/", "elsewhere", self.folder + "/there")

    def push(self):
        done = self.run_push()
        self.assertEqual((done.returncode, done.stdout, done.stderr), (0, "", ""))
        self.assertEqual(self.dump("there/archive"), self.dump("archive"))
        self.assertEqual(glob.glob(self.folder + "/archive*"), [self.folder + "/archive"])
        self.assertEqual(self.run_program("morgue-index", "--verify", "there/archive").returncode, 0)
        return os.readlink(self.folder + "/there/archive")

    def test_what_has_not_changed_is_there_once(self):
        self.put("archive", article(1, "One"), article(2, "Two"))
        first = self.push()
        table = self.folder + "/there/archive/shard-000001/docdata.glass"
        same = os.stat(table).st_ino
        self.put("archive", article(3, "Three"))
        second = self.push()
        self.assertEqual(os.stat(table).st_ino, same)
        self.assertEqual(len(self.dump("there/" + first)), 2)
        self.index("--delete=id:n1", "archive")
        third = self.push()
        self.assertNotEqual(os.stat(table).st_ino, same)
        self.assertEqual(sorted(os.listdir(self.folder + "/there")), sorted(["archive", second, third]))
        self.assertEqual(len(self.dump("there/" + second)), 3)

    def test_a_second_is_long(self):
        """What was changed in the same second, and has the same size, is sent too."""
        self.put("archive", article(1, "One"), article(2, "Two"))
        self.push()
        files = glob.glob(self.folder + "/archive/shard-*/*glass")
        before = [os.stat(path).st_mtime_ns for path in files]
        self.put("archive", article(2, "Too"))
        for path, then in zip(files, before):
            os.utime(path, ns=(then, then // 10**9 * 10**9 + (then + 1) % 10**9))
        self.push()

    def test_a_failure_leaves_what_was_there(self):
        self.put("archive", article(1, "One"))
        self.push()
        self.put("archive", article(2, "Two"))
        with open(self.folder + "/rsync", "w", encoding="utf-8") as file:
            file.write("#!/bin/sh\n%s --exclude=shard-000002 \"$@\"; exit 23\n" % shutil.which("rsync"))
        os.chmod(self.folder + "/rsync", 0o755)
        self.environment["PATH"] = self.folder + ":" + self.environment["PATH"]
        self.assertEqual(self.run_push().returncode, 23)
        self.assertEqual(len(self.dump("there/archive")), 1)
        self.assertEqual(glob.glob(self.folder + "/archive*"), [self.folder + "/archive"])
        os.remove(self.folder + "/rsync")
        self.push()
        self.assertEqual(len(os.listdir(self.folder + "/there")), 3)


@unittest.skipUnless(shutil.which("xapian-replicate-server"), "xapian-tools are not here")
class Xapians(Recipe):
    """The tables of the replica are those of the archive, byte for byte."""

    def setUp(self):
        super().setUp()
        self.listed = set()
        self.environment["LIST"] = "cat archive/XAPIANDB"
        self.environment["XAPIAN_MAX_CHANGESETS"] = "10"
        self.put("archive", *(article(n, "Number %d" % n) for n in range(100)))
        self.serve()

    def serve(self):
        """A server of replication, at a port that nobody had a moment ago."""
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        server = subprocess.Popen(["xapian-replicate-server", "--interface=127.0.0.1", "--port=%d" % self.port, "archive"],
                                  cwd=self.folder, start_new_session=True)
        self.addCleanup(server.wait)
        self.addCleanup(server.kill)
        for _ in range(1000):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            self.assertIsNone(server.poll())
            time.sleep(0.01)
        self.fail("the server does not listen")

    def run_pull(self):
        return self.run_recipe("pull-replica", "127.0.0.1", str(self.port), "replica")

    def shards(self, folder):
        with open("%s/%s/XAPIANDB" % (self.folder, folder), encoding="ascii") as file:
            return [line.split()[1] for line in file]

    def pull(self):
        """Twice: what has left the list goes with the second run."""
        for _ in range(2):
            before = set(os.listdir(self.folder + "/replica")) if os.path.exists(self.folder + "/replica") else set()
            done = self.run_pull()
            self.assertEqual((done.returncode, done.stdout, done.stderr), (0, "", ""))
            self.assertLessEqual(before & self.listed, set(os.listdir(self.folder + "/replica")))
            self.listed = set(self.shards("replica"))
        self.assertEqual(self.shards("replica"), self.shards("archive"))
        self.assertEqual(sorted(os.listdir(self.folder + "/replica")), ["XAPIANDB", *sorted(self.shards("archive"))])
        for shard in self.shards("archive"):
            self.assertEqual(self.tables("replica/%s/replica_?" % shard), self.tables("archive/" + shard))

    def tables(self, pattern):
        [folder] = glob.glob("%s/%s" % (self.folder, pattern))
        found = {}
        for name in TABLES:
            with open("%s/%s.glass" % (folder, name), "rb") as file:
                found[name] = file.read()
        return found

    def inode(self):
        """Of the replica's first shard: another one where it came whole."""
        return os.stat(glob.glob(self.folder + "/replica/shard-000001/replica_?")[0]).st_ino

    def test_changes_come_as_changes(self):
        self.pull()
        same = self.inode()
        self.put("archive", article(1, "Number one, corrected"), article(100, "A new one"))
        self.index("--delete=id:n2", "archive")
        self.assertEqual(len(self.shards("archive")), 2)
        self.pull()
        self.assertEqual(self.inode(), same)
        del self.environment["XAPIAN_MAX_CHANGESETS"]
        self.index("--delete=id:n3", "archive")
        self.pull()
        self.assertNotEqual(self.inode(), same)

    def test_a_copy_that_shares_files(self):
        """Files are made the archive's own before they are changed: what is told of the change is the same."""
        self.pull()
        same = self.inode()
        self.index("--snapshot=snapshot", "archive")
        self.index("--delete=id:n3", "archive")
        self.pull()
        self.assertEqual(self.inode(), same)

    def test_shards_come_and_go(self):
        for round_of in range(9):
            self.put("archive", article(200 + round_of, "Round %d" % round_of))
            self.pull()
        self.assertLess(len(self.shards("archive")), 8)
        self.index("--compact", "archive")
        self.pull()

    def test_the_archive_changes_meanwhile(self):
        """The list is that of before a merge, the first time."""
        self.put("archive", article(200, "Another shard"))
        self.environment["LIST"] = ("cat archive/XAPIANDB; [ -e merged ] || { touch merged; "
                                    "morgue-index --compact archive >&2; }")
        done = self.run_pull()
        self.assertEqual(done.returncode, 0, done.stderr)
        self.pull()

    def test_what_is_no_list(self):
        self.pull()
        before = os.listdir(self.folder + "/replica")
        for words in ("echo auto ../archive", "echo auto shard-000001/..", "echo remote localhost:1", "true", "false",
                      "echo auto shard-999999"):
            self.environment["LIST"] = words
            done = self.run_pull()
            self.assertEqual(done.returncode, 1, words)
            self.assertIn("pull-replica: ", done.stderr)
            self.assertEqual(self.shards("replica"), ["shard-000001"])
        self.environment["LIST"] = "cat archive/XAPIANDB"
        self.pull()
        self.assertEqual(os.listdir(self.folder + "/replica"), before)

    def test_an_archive_that_went_back(self):
        """As docs/operations.md warns: Xapian does not find out, and a replica that is removed is made anew."""
        self.index("--snapshot=snapshot", "archive")
        for number in range(3):
            self.index("--delete=id:n%d" % number, "archive")
        self.pull()
        shutil.rmtree(self.folder + "/archive")
        shutil.move(self.folder + "/snapshot", self.folder + "/archive")
        self.index("--delete=id:n50", "archive")
        self.assertEqual(self.run_pull().returncode, 0)
        replica = self.tables("replica/shard-000001/replica_?")
        self.assertNotEqual(replica, self.tables("archive/shard-000001"))
        shutil.rmtree(self.folder + "/replica")
        self.pull()


if __name__ == "__main__":
    unittest.main()

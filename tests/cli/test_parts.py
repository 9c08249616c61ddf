"""An archive spread over several that know nothing of one another: together they have what one would have, each article
once, whatever comes later; Xapian's own server serves each as one database."""

import json
import os
import shutil
import socket
import subprocess
import time
import unittest

from toolbox import SOURCE, Scratch

SAMPLES = os.path.join(SOURCE, "samples", "archive")
MADE = 300


def made(number, **more):
    """Dates are 03/04/2022 and the like but for one: which of the two is the day is decided by an article that is in one
    part only. Some have no id, and some only an address."""
    article = {"title": "Ferry %d" % number, "text": "It left harbour %d at %d." % (number % 7, number),
               "date": "%02d/%02d/2022" % (28 if number == MADE // 2 else number % 12 + 1, number % 11 + 1), **more}
    if number % 3 == 0:
        article["id"] = "made-%d" % number
    elif number % 3 == 1:
        article["url"] = "http://example.org/%d" % number
    return json.dumps(article) + "\n"


class Parts(Scratch):
    def setUp(self):
        super().setUp()
        self.write("made.jsonl", [made(number) for number in range(MADE)])

    def write(self, name, lines):
        with open(os.path.join(self.folder, name), "w", encoding="utf-8") as file:
            file.writelines(lines)

    def index_json(self, *arguments):
        return json.loads(self.index("--json", *arguments).stdout)

    def index_parts(self, n, *dumps, named=True):
        """The summaries."""
        return [self.index_json(*(["--part=%d/%d" % (k, n)] if named else []), self.name(k, n), *dumps)
                for k in range(1, n + 1)]

    @staticmethod
    def name(k, n):
        return "part-%d-of-%d" % (k, n)

    def dump(self, archive):
        return self.search("--dump", archive).splitlines()

    def compare(self, whole, n):
        """All parts together are the whole, and no two have one id."""
        parts = [self.dump(self.name(k, n)) for k in range(1, n + 1)]
        ids = [json.loads(line)["id"] for part in parts for line in part]
        self.assertEqual(len(ids), len(set(ids)))
        self.assertEqual(sorted(line for part in parts for line in part), sorted(self.dump(whole)))
        for k in range(1, n + 1):
            done = self.run_program("morgue-index", "--verify=full", self.name(k, n))
            self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        return parts

    def check_sums(self, whole, parts):
        for key in ("added", "replaced", "unchanged", "older", "deleted"):
            self.assertEqual(sum(part[key] for part in parts), whole[key], key)
        for part in parts:
            self.assertEqual(part["articles_seen"], whole["articles_seen"])
            self.assertEqual(part["rejected"], whole["rejected"])
            taken = part["added"] + part["replaced"] + part["unchanged"] + part["rejected"]
            self.assertEqual(part["elsewhere"], part["articles_seen"] - taken)
        self.assertNotIn("elsewhere", whole)

    def test_one_and_four(self):
        for n in (1, 4):
            with self.subTest(parts=n):
                whole = self.index_json("whole-%d" % n, "made.jsonl", "dump")
                parts = self.index_parts(n, "made.jsonl", "dump")
                self.check_sums(whole, parts)
                self.assertGreater(min(part["added"] for part in parts), MADE / n / 2)
                self.compare("whole-%d" % n, n)

    @unittest.skipUnless(os.path.isdir(SAMPLES), "no samples here")
    def test_samples(self):
        """Many formats, articles without ids, several versions of one, the same twice in a file."""
        self.check_sums(self.index_json("whole", SAMPLES), self.index_parts(3, SAMPLES))
        self.compare("whole", 3)

    def test_later(self):
        """What replaces, what is an earlier version, what deletes finds the one that has the article."""
        self.write("first.jsonl", [made(n, version=2) for n in range(0, MADE, 3)])
        later = [made(n, version=n % 2 * 2 + 1, text="Another text.") for n in range(0, MADE, 6)]
        later += [json.dumps({"id": "made-%d" % n, "deleted": True}) + "\n" for n in range(3, MADE, 9)]
        later += [made(n, source="Daily Example") for n in range(MADE, MADE + 50)]
        self.write("later.jsonl", later)
        self.index("whole", "made.jsonl", "first.jsonl")
        self.index_parts(4, "made.jsonl", "first.jsonl")
        whole = self.index_json("whole", "later.jsonl")
        parts = self.index_parts(4, "later.jsonl", named=False)
        self.assertTrue(whole["older"] and whole["deleted"] and whole["added"])
        self.check_sums(whole, parts)
        self.assertEqual([part["part"] for part in parts], ["1/4", "2/4", "3/4", "4/4"])
        self.compare("whole", 4)
        query = '--delete=harbour OR source:"Daily Example"'
        whole = self.index_json(query, "whole")
        self.check_deleted(whole, [self.index_json(query, self.name(k, 4)) for k in range(1, 5)])
        self.compare("whole", 4)

    def check_deleted(self, whole, parts):
        self.assertGreater(whole["deleted"], 100)
        self.assertEqual(sum(part["deleted"] for part in parts), whole["deleted"])

    def test_doubling(self):
        """Part K of N is read into parts 2K-1 and 2K of 2N; they are what they would be if made of the dumps."""
        self.index_parts(2, "made.jsonl")
        self.index_parts(4, "made.jsonl")
        made_of_dumps = [sorted(self.dump(self.name(k, 4))) for k in range(1, 5)]
        for k in range(1, 5):
            shutil.rmtree(os.path.join(self.folder, self.name(k, 4)))
        for k in range(1, 3):
            self.write("half.jsonl", [line + "\n" for line in self.dump(self.name(k, 2))])
            halves = [self.index_json("--part=%d/4" % part, self.name(part, 4), "half.jsonl")
                      for part in (2 * k - 1, 2 * k)]
            self.assertEqual(halves[0]["elsewhere"], halves[1]["added"])
            self.assertEqual(halves[1]["elsewhere"], halves[0]["added"])
        self.assertEqual([sorted(self.dump(self.name(k, 4))) for k in range(1, 5)], made_of_dumps)

    def test_followed(self):
        """Also of what comes through a pipe, with commits on the way."""
        done = self.shell("morgue-index --follow=0.1 --commit-every=20 --part=2/3 archive < made.jsonl")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.index("--part=2/3", "again", "made.jsonl")
        self.assertEqual(sorted(json.loads(line)["id"] for line in self.dump("archive")),
                         sorted(json.loads(line)["id"] for line in self.dump("again")))


@unittest.skipUnless(shutil.which("xapian-tcpsrv"), "Xapian's own tools are not here")
class Served(Scratch):
    def serve(self, archive):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        server = subprocess.Popen(
            ["xapian-tcpsrv", "--interface=127.0.0.1", "--port=%d" % port, archive],
            cwd=self.folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        self.addCleanup(lambda: (server.kill(), server.wait(), server.stdout.close()))
        end = time.time() + 20
        while "Listening" not in server.stdout.readline() and time.time() < end:
            self.assertIsNone(server.poll())
        return port

    def delve(self, *arguments):
        return subprocess.run(["xapian-delve", *arguments], cwd=self.folder, capture_output=True, text=True,
                              timeout=60, check=True).stdout

    def test_all_shards_as_one(self):
        for number in range(3):
            with open(self.folder + "/one.jsonl", "w", encoding="utf-8") as file:
                file.writelines(made(n) for n in range(100 * number, 100 * number + 100))
            self.index("--part=1/2", "archive", "one.jsonl")
        articles = int(self.search("--format=count", "archive", "*"))
        with open(self.folder + "/archive/XAPIANDB", encoding="ascii") as file:
            self.assertEqual(len(file.readlines()), 3)
        with open(self.folder + "/remote", "w", encoding="ascii") as file:
            file.write("remote 127.0.0.1:%d\n" % self.serve("archive"))
        told = self.delve("remote")
        self.assertIn("number of documents = %d\n" % articles, told)
        postings = [self.delve("-t", "ferry", "-1", place).splitlines()[1:] for place in ("remote", "archive")]
        self.assertEqual(len(postings[0]), articles)
        self.assertEqual(*postings)
        # A connection sees the list of shards as it was when it was made: the next sees the new one.
        self.index("--compact", "archive")
        told = self.delve("remote")
        self.assertIn("number of documents = %d\n" % articles, told)


if __name__ == "__main__":
    unittest.main()

"""The files in docs/recipes: the scripts do what they say, the units are what systemd likes. What docs/recipes.md shows
is run as a page."""

import glob
import http.server
import json
import os
import re
import shutil
import subprocess
import threading
import unittest

from toolbox import BIN, SOURCE, Scratch

RECIPES = os.path.join(SOURCE, "docs", "recipes")


def article(number, title, **more):
    return json.dumps({"id": "n%d" % number, "title": title, "text": "Text of number %d." % number, **more}) + "\n"


class Recipe(Scratch):
    def run_recipe(self, name, *arguments):
        return subprocess.run([os.path.join(RECIPES, name), *arguments], cwd=self.folder, env=self.environment,
                              capture_output=True, text=True, timeout=60, check=False)

    def put(self, archive, *lines):
        with open(self.folder + "/lines.jsonl", "w", encoding="utf-8") as file:
            file.writelines(lines)
        self.index(archive, "lines.jsonl")

    def dump(self, archive):
        return sorted(self.search("--dump", archive).splitlines())


class Units(Scratch):
    def test_systemd_likes_them(self):
        if not shutil.which("systemd-analyze"):
            self.skipTest("systemd-analyze is not here")
        units = []
        for path in glob.glob(RECIPES + "/morgue*.*"):
            with open(path, encoding="utf-8") as file:
                text = file.read().replace("/usr/bin/", os.path.abspath(BIN) + "/")
            units.append(os.path.join(self.folder, os.path.basename(path)))
            with open(units[-1], "w", encoding="utf-8") as file:
                file.write(text)
        self.assertEqual(len(units), 4)
        done = subprocess.run(["systemd-analyze", "--man=no", "verify", *units], capture_output=True, text=True,
                              check=False)
        self.assertEqual((done.returncode, done.stdout + done.stderr), (0, ""))

    def test_their_options_exist(self):
        known = self.run_program("morgue-index", "--help").stdout
        for path in glob.glob(RECIPES + "/*.service"):
            with open(path, encoding="utf-8") as file:
                for option in re.findall(r"(--[a-z]+)", re.search("^ExecStart=(.*)$", file.read(), re.M).group(1)):
                    self.assertIn(option, known, path)


class Backup(Recipe):
    def make(self, *more):
        return self.shell("make -sf %s/backup.mk ARCHIVE=archive BACKUPS=kept KEEP=2 %s" % (RECIPES, " ".join(more)))

    def test_the_last_few_are_kept(self):
        os.mkdir(self.folder + "/kept")
        os.mkdir(self.folder + "/kept/2001-02-03T040506")
        os.mkdir(self.folder + "/kept/2002-02-03T040506.part")
        os.mkdir(self.folder + "/kept/photographs")
        for number in range(2):
            self.put("archive", article(number, "Ferry"))
            done = self.make("TO=kept/2026-11-27T03000%d" % number)
            self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(sorted(os.listdir(self.folder + "/kept")),
                         ["2026-11-27T030000", "2026-11-27T030001", "photographs"])
        self.assertEqual(self.dump("kept/2026-11-27T030001"), self.dump("archive"))
        self.assertEqual(len(self.dump("kept/2026-11-27T030000")), 1)
        self.assertFalse(os.path.exists(self.folder + "/archive.snapshot"))

    def test_what_is_damaged_is_no_backup(self):
        os.mkdir(self.folder + "/kept")
        self.put("archive", article(1, "Ferry"))
        with open(glob.glob(self.folder + "/archive/shard-*/docdata.glass")[0], "r+b") as table:
            table.write(b"a bad sector")
        done = self.make()
        self.assertEqual((done.returncode, os.listdir(self.folder + "/kept")), (2, []), done.stderr)

    def test_it_needs_to_be_told_where(self):
        for words in ("ARCHIVE=", "BACKUPS=nowhere"):
            self.assertEqual(self.make(words).returncode, 2)


class Elastic(http.server.BaseHTTPRequestHandler):
    """Answers as Elasticsearch does, two documents at a time."""
    documents = [{"_id": str(n), "_source": {"title": "Number %d" % n, "text": "\"Quoted\" \\ ü", "id": "other"}}
                 for n in range(5)]
    asked = []

    def answer(self):
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.asked.append((self.command, self.path, body))
        start = 2 * (len(self.asked) - 1)
        text = json.dumps({"_scroll_id": "s%d" % start, "hits": {"hits": self.documents[start:start + 2]}}).encode()
        fails = self.path.startswith("/broken") and start
        self.send_response(500 if fails else 200)
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    do_POST = do_DELETE = answer

    def log_message(self, *_):
        pass


class Elasticsearch(Recipe):
    def setUp(self):
        super().setUp()
        if not shutil.which("curl") or not shutil.which("jq"):
            self.skipTest("curl or jq is not here")
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Elastic)
        self.url = "http://127.0.0.1:%d" % self.server.server_port
        Elastic.asked = []
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.addCleanup(self.server.server_close)
        self.addCleanup(self.server.shutdown)
        self.environment["no_proxy"] = "127.0.0.1"

    def test_all_documents_come_with_their_ids(self):
        done = self.run_recipe("from-elasticsearch", self.url, "articles", '{"term":{"desk":"world"}}')
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        found = [json.loads(line) for line in done.stdout.splitlines()]
        self.assertEqual(found, [{**d["_source"], "id": d["_id"]} for d in Elastic.documents])
        first, *_, last = Elastic.asked
        self.assertEqual(first[2]["query"], {"term": {"desk": "world"}})
        self.assertEqual(last, ("DELETE", "/_search/scroll", {"scroll_id": "s6"}))

    def test_a_failure_is_told(self):
        for url, lines in ((self.url + "/broken", 2), ("http://127.0.0.1:9", 0)):
            done = self.run_recipe("from-elasticsearch", url, "articles")
            self.assertNotEqual(done.returncode, 0, url)
            self.assertEqual(done.stdout.count("\n"), lines)


class Since(Recipe):
    def mirror(self, ssh="sh -c"):
        """With a script in the place of ssh, which runs the command here."""
        path = self.folder + "/ssh"
        with open(path, "w", encoding="utf-8") as file:
            file.write("#!/bin/sh\n[ \"$1\" = elsewhere ] && exec %s \"$2\"\n" % ssh)
        os.chmod(path, 0o755)
        self.environment["SSH"] = path
        return self.run_recipe("mirror", "archive", "elsewhere", "copy")

    def test_a_mirror_follows(self):
        self.put("archive", article(1, "One"), article(2, "Two"), article(3, "Three"))
        self.assertEqual(self.mirror().returncode, 0)
        self.assertEqual(self.dump("copy"), self.dump("archive"))
        self.put("archive", article(2, "Two again"), article(4, "Four"))
        self.index("--delete=id:n1", "archive")
        done = self.mirror("false")  # the line is down
        self.assertNotEqual(done.returncode, 0)
        self.assertEqual(len(self.dump("copy")), 3)
        done = self.mirror()
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        self.assertEqual(self.dump("copy"), self.dump("archive"))
        self.put("archive", article(5, "Five", version=2),
                 article(6, "Six", persons=[{"name": "Ann Roe", "by": "tagger"}]))
        self.assertEqual(self.mirror().returncode, 0)
        self.index("--delete=id:n5", "archive")
        self.put("archive", article(5, "Five", version=1))
        self.index("--retag", "--tag=none", "archive")
        self.assertEqual(self.mirror().returncode, 0)
        self.assertIn('"version":"1"', "".join(self.dump("archive")))
        self.assertNotIn("Ann Roe", "".join(self.dump("archive")))
        self.assertEqual(self.dump("copy"), self.dump("archive"))
        done = self.mirror("false")  # there is nothing to send
        self.assertEqual((done.returncode, done.stderr), (0, ""))

    def alert(self):
        return self.run_recipe("alert", "archive", "queries.txt")

    def test_alerts(self):
        with open(self.folder + "/queries.txt", "w", encoding="utf-8") as file:
            file.write("# saved\nferry\n\n-storm title:crane\nharbour\n")
        self.put("archive", article(1, "Ferry"))
        self.assertEqual((self.alert().returncode, self.alert().returncode), (1, 1))
        self.put("archive", article(2, "Crane falls"), article(3, "Nothing"))
        done = self.alert()
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        self.assertIn("== -storm title:crane\n", done.stdout)
        self.assertIn("Crane falls", done.stdout)
        self.assertEqual(done.stdout.count("== "), 1)
        self.assertEqual(self.alert().returncode, 1)
        self.index("--delete=id:n2", "archive")
        self.assertEqual(self.alert().returncode, 1)


if __name__ == "__main__":
    unittest.main()

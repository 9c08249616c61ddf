"""morgue-index --follow: what comes through a pipe is found soon, whatever becomes of its end."""

import json
import os
import signal
import subprocess
import time
import unittest

from toolbox import Scratch, program


def line(name, **more):
    return json.dumps({"id": name, "title": "Ferry " + name, **more}) + "\n"


class Follow(Scratch):
    def follow(self, *options, archive="archive"):
        child = subprocess.Popen([program("morgue-index"), *(options or ["--follow=0.1"]), archive], bufsize=0,
                                 cwd=self.folder, env=self.environment, stdin=subprocess.PIPE,
                                 stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        self.addCleanup(self.give_up, child)
        return child

    @staticmethod
    def give_up(child):
        if child.poll() is None:
            child.kill()
        for pipe in (child.stdin, child.stdout, child.stderr):
            pipe.close()
        child.wait()

    def ids(self, query="*"):
        if not os.path.exists(self.folder + "/archive"):
            return []
        return self.run_program("morgue-search", "--format=ids", "-n", "100000", "archive",
                                query).stdout.split()

    def until_found(self, name, seconds=20):
        """How long it takes until the archive has the article."""
        begin = time.monotonic()
        while name not in self.ids("id:" + name):
            self.assertLess(time.monotonic() - begin, seconds, name + " did not come")
        return time.monotonic() - begin

    def end(self, child, status=0):
        out, err = child.communicate(timeout=30)
        self.assertEqual(child.returncode, status, err)
        return out.decode(), err.decode()


class Pipe(Follow):
    def test_found_in_time(self):
        """What is promised is 0.1 s on top of what was asked for. A busy machine misses it now and then: so one of
        many has to come in time, and none before it."""
        child = self.follow("--follow=0.3")
        child.stdin.write(line("first").encode())
        self.until_found("first")
        took = []
        while len(took) < 40 and min(took, default=9) > 0.4:
            name = "n%d" % len(took)
            child.stdin.write(line(name).encode())
            took.append(self.until_found(name))
        self.assertGreater(min(took), 0.29, took)
        self.assertLess(min(took), 0.4, took)
        out, err = self.end(child)
        n = len(took) + 1
        self.assertIn("%d articles read" % n, out)
        self.assertIn("%d added" % n, out)
        self.assertIn("%d commits" % n, out)
        self.assertEqual(err, "")

    def test_so_many_articles(self):
        child = self.follow("--follow=600", "--commit-every=3", "--json")
        child.stdin.write("".join(line("n%d" % i) for i in range(7)).encode())
        self.until_found("n5")
        self.assertNotIn("n6", self.ids())
        out, _ = self.end(child)
        self.assertEqual(json.loads(out)["commits"], 3)
        self.assertEqual(len(self.ids()), 7)

    def test_a_line_in_pieces(self):
        child = self.follow()
        for byte in line("slow").encode():
            child.stdin.write(bytes([byte]))
            time.sleep(0.01)
        self.until_found("slow")
        child.stdin.write(line("next").encode()[:10])
        time.sleep(0.3)
        child.stdin.write(line("next").encode()[10:])
        self.until_found("next")
        self.end(child)

    def test_bad_lines_between(self):
        child = self.follow("--follow=0.1", "--rejects=bad.jsonl")
        bad = ['{"id": 1, "title": }\n', '{"title": "cut\n', "garbage\n", "[1]\n", "\n", '{"id": "x"}\n', "\xff\n"]
        for i, text in enumerate(bad):
            child.stdin.write((line("n%d" % i) + text).encode("latin-1"))
            self.until_found("n%d" % i)
        deadline = time.monotonic() + 20
        while True:
            with open(self.folder + "/bad.jsonl", encoding="utf-8") as file:
                problems = map(json.loads, file)
                lines = [row["line"] for row in problems if row["severity"] == "rejected"]
            if len(lines) == 6:
                break
            self.assertLess(time.monotonic(), deadline, lines)
        self.assertEqual(lines, [2, 4, 6, 8, 12, 14])
        _, err = self.end(child, 1)
        self.assertEqual(err.count("(rejected)"), 6)

    def test_the_first_line_is_bad(self):
        for first in ('{"id": 1, "title": }\n', '{"id": "x"}\n', "\n\n", "\ufeff"):
            child = self.follow()
            child.stdin.write((first + line("good") + line("more")).encode())
            self.until_found("more")
            child.stdin.close()
            child.wait()
            subprocess.run(["rm", "-r", self.folder + "/archive"], check=True)

    def test_asked_for_garbage_first(self):
        child = self.follow("--follow=0.1", "--format=json")
        child.stdin.write(("garbage\n" + line("good")).encode())
        self.until_found("good")
        child.stdin.write(line("more").encode())
        self.until_found("more")
        self.end(child, 1)

    def test_long_lines(self):
        child = self.follow()
        for i in range(3):
            child.stdin.write(line("long%d" % i, text="word " * 2000000 + "zebra%d" % i).encode())
            child.stdin.write(line("short%d" % i).encode())
            self.until_found("short%d" % i)
        self.assertEqual(self.ids("zebra2"), ["long2"])
        self.end(child)

    def test_no_line_feed_at_the_end(self):
        child = self.follow("--follow=60")
        child.stdin.write((line("a") + line("b").strip()).encode())
        self.end(child)
        self.assertEqual(sorted(self.ids()), ["a", "b"])

    def test_dates_are_decided_at_commits(self):
        child = self.follow()
        child.stdin.write(line("a", date="03/04/2022").encode())
        self.until_found("a")
        child.stdin.write(line("b", date="03/27/2022").encode())
        self.until_found("b")
        self.end(child)

    def test_deletions(self):
        child = self.follow()
        child.stdin.write((line("a") + line("b")).encode())
        self.until_found("b")
        child.stdin.write(b'{"id":"a","deleted":true}\n')
        begin = time.monotonic()
        while self.ids() != ["b"]:
            self.assertLess(time.monotonic() - begin, 20)
        out, _ = self.end(child)
        self.assertIn("1 article deleted", out)

    def test_other_formats_come_with_their_end(self):
        child = self.follow()
        child.stdin.write(b"id,title,text\nc1,One,Ferry one\nc2,Two,Ferry two\n")
        time.sleep(0.5)
        child.stdin.write(b"c3,Three,Ferry three\n")
        out, _ = self.end(child)
        self.assertIn("3 added", out)

    def test_elements_of_an_array(self):
        child = self.follow("--follow=0.1", "--format=json")
        child.stdin.write(("[\n" + line("a").strip() + ",\n").encode())
        self.until_found("a")
        child.stdin.write((line("b") + "]\n").encode())
        self.until_found("b")
        self.end(child)

    def test_packed(self):
        child = self.follow()
        pack = subprocess.Popen(["gzip", "-c"], stdin=subprocess.PIPE, stdout=child.stdin)
        pack.communicate((line("a") + line("b")).encode())
        self.end(child)
        self.assertEqual(sorted(self.ids()), ["a", "b"])

    def test_a_pipe_with_a_name(self):
        os.mkfifo(self.folder + "/pipe")
        child = self.follow("--commit-every=1", "archive", archive="pipe")
        time.sleep(0.4)
        with open(self.folder + "/pipe", "wb", buffering=0) as pipe:
            pipe.write(line("a").encode())
            self.until_found("a")
            pipe.write(line("b").encode())
            self.until_found("b")
        self.end(child)


class Ends(Follow):
    def test_a_signal_is_an_end_like_others(self):
        for number in (signal.SIGTERM, signal.SIGINT):
            child = self.follow("--follow=60", "--json")
            child.stdin.write((line("a%d" % number) + line("b%d" % number) + '{"id": "half", "ti').encode())
            time.sleep(0.6)
            begin = time.monotonic()
            child.send_signal(number)
            child.wait(timeout=30)
            self.assertLess(time.monotonic() - begin, 5)
            out, err = child.stdout.read(), child.stderr.read().decode()
            self.assertEqual((child.returncode, err), (0, ""))
            summary = json.loads(out)
            self.assertEqual((summary["added"], summary["rejected"], summary["commits"]), (2, 0, 1))
        self.assertEqual(len(self.ids()), 4)

    def test_a_signal_before_anything_came(self):
        for text in (b"", b'{"id": "half", "ti'):
            child = self.follow("--follow=60")
            child.stdin.write(text)
            time.sleep(0.6)
            child.send_signal(signal.SIGTERM)
            child.wait(timeout=30)
            self.assertEqual((child.returncode, child.stderr.read()), (0, b""))

    def test_killed(self):
        """What was committed is there; what is sent again after that is there once."""
        sent = 0
        for _ in range(6):
            child = self.follow("--follow=0.05", "--commit-every=7")
            begin = time.monotonic()
            while time.monotonic() - begin < 0.5:
                child.stdin.write("".join(line("n%d" % i) for i in range(sent, sent + 5)).encode())
                sent += 5
                time.sleep(0.01)
            there = set(self.ids())
            child.kill()
            child.wait()
            after = set(self.ids())
            self.assertGreaterEqual(after, there)
            self.assertEqual(self.run_program("morgue-index", "--verify=full", "archive").returncode, 0)
            sent = len(after)
            self.assertEqual(after, {"n%d" % i for i in range(sent)})
        self.assertGreater(sent, 0)

    def test_the_producer_dies(self):
        child = self.follow("--follow=60")
        with open(self.folder + "/feed", "w", encoding="utf-8") as feed:
            feed.write(line("a") + line("b") + line("c")[:20])
        producer = subprocess.Popen(["bash", "-c", "cat feed; sleep 60"], cwd=self.folder, stdout=child.stdin,
                                    start_new_session=True)
        child.stdin.close()
        time.sleep(0.5)
        os.killpg(producer.pid, signal.SIGKILL)
        producer.wait()
        child.wait(timeout=30)
        self.assertEqual(child.returncode, 1)
        self.assertIn(b":3: ", child.stderr.read())
        self.assertEqual(sorted(self.ids()), ["a", "b"])

    def test_nothing_comes_at_all(self):
        child = self.follow()
        out, err = self.end(child)
        self.assertIn("0 articles read", out)
        self.assertIn("the file is empty (skipped)", err)


class CommandLine(Follow):
    def test_only_standard_input(self):
        for words in (["--follow", "archive", "dump"], ["--follow=2", "archive", "-", "dump"],
                      ["--follow", "--dry-run", "archive"], ["--follow", "--verify", "archive"],
                      ["--follow", "--retag", "archive"], ["--follow=0", "archive"], ["--follow"]):
            done = self.run_program("morgue-index", *words, stdin=subprocess.DEVNULL)
            self.assertEqual((done.returncode, done.stdout), (2, ""), words)
            self.assertFalse(os.path.exists(self.folder + "/archive"))
        done = self.run_program("morgue-index", "--follow", "archive", "dump")
        self.assertEqual(done.stderr, "morgue-index: --follow reads what comes through standard input, not dump: "
                         "tail -n +1 -F dump | morgue-index --follow archive\n")

    def test_one_writer_at_a_time(self):
        child = self.follow()
        child.stdin.write(line("a").encode())
        self.until_found("a")
        done = self.run_program("morgue-index", "--follow", "archive", "-", stdin=subprocess.DEVNULL)
        self.assertEqual(done.returncode, 3)
        self.assertIn("process %d" % child.pid, done.stderr)
        self.end(child)

    def test_many_commits_make_few_shards(self):
        with open(self.folder + "/many.jsonl", "w", encoding="utf-8") as file:
            file.writelines(line("n%d" % i, text="It sails. " * 30) for i in range(200))
        done = self.index("--commit-every=1", "--json", "archive", "many.jsonl")
        self.assertEqual(json.loads(done.stdout)["commits"], 200)
        stats = json.loads(self.run_program("morgue-index", "--stats", "--json", "archive").stdout)
        self.assertLess(stats["shards"], 20)
        self.assertEqual((stats["articles"], stats["commits"]), (200, 200))

    def test_a_terminal_shows_what_is_there(self):
        words = [program("morgue-index"), "--follow=0.1", "archive"]
        text, status = self.on_terminal(["bash", "-c", "(printf '%s'; sleep 0.6) | '%s' --follow=0.1 archive"
                                         % (line("a").strip() + "\\n", words[0])])
        self.assertEqual(status, 0, text)
        self.assertIn("1 article  1 commit", text)


if __name__ == "__main__":
    unittest.main()

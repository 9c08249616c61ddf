"""A server from its start to its end: addresses that are taken, archives that are not there, change and go, signals, and
what it holds meanwhile. MORGUE_REQUESTS sets how many requests its memory is watched over."""

import concurrent.futures
import os
import shutil
import signal
import subprocess
import time
import unittest
import urllib.parse

from toolbox import BIN, SANITIZED, Line, Served, free_port, index, search_for, write_dump

REQUESTS = int(os.environ.get("MORGUE_REQUESTS", "20000"))
NOBODY = 65534


def run(*arguments, **more):
    """Of one that ends by itself."""
    return subprocess.run([os.path.join(BIN, "morgue-serve"), *arguments], capture_output=True, text=True, timeout=20,
                          stdin=subprocess.DEVNULL, check=False, **more)


class Start(Served):
    def test_what_is_wrong_is_said(self):
        taken = "--listen=127.0.0.1:%d" % self.server.port
        cases = [((taken, self.archive), 3, "another program listens"), ((self.path("nowhere"),), 3, "nowhere"), ((self.folder,), 3, "archive"),
                 ((), 2, "ARCHIVE"), (("--listen=127.0.0.1:99999", self.archive), 2, "99999"),
                 (("--listen=nowhere:80x", self.archive), 2, "80x"), (("--workers=x", self.archive), 2, "workers"),
                 (("--listen=192.0.2.1:8080", self.archive), 3, "192.0.2.1"), (("--passwords=/nowhere", self.archive), 3, "nowhere"),
                 (("--nonsense", self.archive), 2, "nonsense"), ((self.archive, self.archive), 2, "")]
        for arguments, status, word in cases:
            done = run(*arguments)
            self.assertEqual((done.returncode, done.stdout), (status, ""), (arguments, done.stderr))
            self.assertIn(word, done.stderr, arguments)
            self.assertTrue(done.stderr.startswith("morgue-serve: "), done.stderr)
        self.assertEqual(self.find("election")["total"], 5)  # the one that was there goes on

    def test_a_port_that_is_free(self):
        with open(self.path("free"), "wb") as log:
            child = subprocess.Popen([os.path.join(BIN, "morgue-serve"), "--listen=127.0.0.1:0", self.archive], stderr=log,
                                     stdin=subprocess.DEVNULL)
        self.addCleanup(child.wait)
        self.addCleanup(child.kill)
        end, text = time.monotonic() + 10, ""
        while "/ (79 articles)\n" not in text and time.monotonic() < end:
            with open(self.path("free"), encoding="utf-8") as file:
                text = file.read()
        with Line(urllib.parse.urlsplit(text.split()[1]).port) as line:
            self.assertEqual(line.ask("/healthz").text, "ok\n")
        child.send_signal(signal.SIGINT)
        self.assertEqual(child.wait(10), 0)

    def test_an_archive_that_it_may_not_write(self):
        """It reads, and needs no more than that; nothing is left in the folder."""
        before = sorted(os.listdir(self.archive))
        mine = os.geteuid() == 0
        os.chmod(self.folder, 0o755)
        for place, _, names in os.walk(self.archive):
            os.chmod(place, 0o555)
            for name in names:
                os.chmod(os.path.join(place, name), 0o444)
        port = free_port()
        with open(self.path("nobody"), "wb") as log:
            child = subprocess.Popen([os.path.join(BIN, "morgue-serve"), "--listen=127.0.0.1:%d" % port, self.archive], stderr=log,
                                     cwd="/", stdin=subprocess.DEVNULL, user=NOBODY if mine else None,
                                     group=NOBODY if mine else None, extra_groups=[] if mine else None)
        self.addCleanup(child.wait)
        self.addCleanup(child.kill)
        for _ in range(500):
            try:
                with Line(port) as line:
                    self.assertEqual(line.ask(search_for("election")).json["total"], 5)
                break
            except ConnectionRefusedError:
                self.assertIsNone(child.poll())
                time.sleep(0.02)
        child.terminate()
        self.assertEqual(child.wait(10), 0)
        self.assertEqual(sorted(os.listdir(self.archive)), before)
        for place, _, names in os.walk(self.archive):
            os.chmod(place, 0o755)
            for name in names:
                os.chmod(os.path.join(place, name), 0o644)


class Archives(Served):
    """What happens to the archive under the server."""

    def setUp(self):
        self.mine = self.path("mine-" + self.id().rsplit(".", maxsplit=1)[-1])
        index(self.mine, self.dump(1))
        self.at_mine = self.serve(archive=self.mine, log=os.path.basename(self.mine) + ".log")

    def dump(self, version):
        return write_dump(self.path("v%d.jsonl" % version), [
            {"id": "f%d" % n, "title": "Ferry %d" % n, "text": "A ferry. " * 20, "source": "v%d" % version} for n in range(20)])

    def sources(self):
        return {hit["source"] for hit in self.find("ferry", self.at_mine)["results"]}

    def wait_for(self, what):
        end = time.monotonic() + 5
        while not what() and time.monotonic() < end:
            time.sleep(0.02)
        self.assertTrue(what(), self.at_mine.log())

    def statuses(self):
        """Of some requests, which all are answered with something."""
        answers = [self.at_mine.get(target) for target in (search_for("ferry"), "/search?q=ferry", "/article/f1", "/", "/healthz",
                                                           "/export.jsonl?q=ferry", "/static/morgue.css")]
        for answer in answers:
            self.assertNotIn(self.folder.encode(), answer.body)  # paths of the server are nobody's business
        return [answer.status for answer in answers]

    def test_removed_and_back(self):
        shutil.rmtree(self.mine)
        time.sleep(0.3)
        self.assertTrue(set(self.statuses()) <= {200, 404, 500, 503}, self.statuses())
        self.assertEqual(self.at_mine.get("/static/morgue.css").status, 200)
        self.wait_for(lambda: self.at_mine.get("/healthz").status == 503)
        self.assertIn("morgue_archive_trouble 1\n", self.at_mine.get("/metrics").text)
        index(self.mine, self.dump(2))
        self.wait_for(lambda: self.at_mine.get("/healthz").status == 200)
        self.wait_for(lambda: self.sources() == {"v2"})

    def test_replaced(self):
        """By a rename, as one that was made elsewhere takes its place."""
        index(self.path("new"), self.dump(3))
        os.rename(self.mine, self.path("old"))
        os.rename(self.path("new"), self.mine)
        self.wait_for(lambda: self.sources() == {"v3"})
        self.assertEqual(set(self.statuses()), {200})

    def test_a_commit(self):
        self.assertEqual(self.sources(), {"v1"})
        index(self.mine, self.dump(4))
        self.wait_for(lambda: self.sources() == {"v4"})

    def test_damaged(self):
        """A manifest that is none: nothing is answered as if it were right, nothing ends."""
        with open(os.path.join(self.mine, "morgue.manifest"), "w", encoding="ascii") as file:
            file.write("nonsense\n")
        self.wait_for(lambda: self.at_mine.get("/healthz").status == 503)
        self.assertTrue(set(self.statuses()) <= {200, 500, 503})
        self.assertIn("morgue-serve: ", self.at_mine.log())
        self.assertLess(len(self.at_mine.log()), 20000)


class End(Served):
    def test_signals(self):
        for number in (signal.SIGTERM, signal.SIGINT):
            server = self.serve(log="ended")
            with Line(server.port) as idle, Line(server.port) as half:
                half.send(b"GET / HT")
                self.assertEqual(idle.ask("/healthz").status, 200)
                begun = time.monotonic()
                self.assertEqual(server.stop(number), 0, server.log())
                self.assertLess(time.monotonic() - begun, 5)
                self.assertTrue(idle.is_closed())
        for number in (signal.SIGPIPE, signal.SIGHUP, signal.SIGWINCH):
            self.server.child.send_signal(number)
            self.assertEqual(self.find("election")["total"], 5)

    def test_restart_while_clients_wait(self):
        """What is being answered is answered, or refused, or cut: never half. Then there is another at the same port."""
        for _ in range(3):
            server = self.serve(log="restarted")
            lines = [Line(server.port) for _ in range(40)]
            for line in lines:
                line.send(b"GET /search?q=*&format=json&n=100&facets=person,org HTTP/1.1\r\nHost: localhost\r\n\r\n")
            self.assertEqual(server.stop(), 0, server.log())
            for line in lines:
                answer = line.answer()
                self.assertTrue(answer is None or answer.status == 503 or len(answer.json["results"]) == 79)
                line.__exit__()
            again = self.serve(log="restarted", port=server.port)
            self.assertEqual(self.find("election", again)["total"], 5)
            again.stop()


@unittest.skipIf(SANITIZED, "sanitizers keep memory")
class Resources(Served):
    """Memory and descriptors do not grow with the requests."""

    def worker(self, count, seed):
        targets = ["/search?q=%s&n=10", "/search?q=%s&format=json&facets=person,org&timeline=year", "/article/hg-2024-02-11-01?q=%s",
                   "/suggest?q=%s", "/facets?q=%s&facets=person", "/export.csv?q=%s", "/feed.atom?q=%s", "/search?q=%%22%s",
                   "/search?q=%s&view=concordance", "/nowhere?%s", "/similar/hg-2024-02-11-01?q=%s"]
        words = ("ferry", "election", "harbour*", "kessara", "the", "w%d" % seed)
        left = count
        while left:
            with Line(self.server.port) as line:
                for n in range(min(500, left)):
                    target = targets[n % len(targets)] % words[n * 7 % len(words)]
                    answer = line.ask(target, Accept_Encoding="gzip" if n % 3 else "identity")
                    self.assertIn(answer.status, (200, 400, 404), target)
                    left -= 1
            with Line(self.server.port) as line:  # some go away in the middle
                line.cut()
                line.send(b"GET /export.jsonl?q=* HTTP/1.1\r\nHost: localhost\r\n\r\n")

    def ask(self, count):
        with concurrent.futures.ThreadPoolExecutor(4) as pool:
            for done in [pool.submit(self.worker, count // 4, seed) for seed in range(4)]:
                done.result()

    def test_flat(self):
        self.ask(4000)
        begun = self.server.memory(), self.server.descriptors(), self.server.threads()
        self.ask(REQUESTS)
        time.sleep(0.2)
        memory, descriptors, threads = self.server.memory(), self.server.descriptors(), self.server.threads()
        print("%d requests: %.1f MiB before, %.1f after" % (REQUESTS, begun[0], memory))
        self.assertLess(memory - begun[0], 3)
        self.assertLessEqual(descriptors, begun[1] + 4)
        self.assertEqual(threads, begun[2])


if __name__ == "__main__":
    unittest.main()

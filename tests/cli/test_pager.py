"""The pager, and Ctrl-C while something is sought."""

import fcntl
import json
import os
import pty
import signal
import struct
import subprocess
import termios
import time
import unittest

from toolbox import Scratch, articles, program, read_all

UPPER = "sed s/ferry/PAGED/g"


class Pager(Scratch):
    def setUp(self):
        super().setUp()
        self.index("archive", "dump")
        self.environment.pop("PAGER")
        self.environment.pop("LESS", None)

    def paged(self, *arguments, **environment):
        return self.on_terminal([program("morgue-search"), *arguments],
                                **{"PAGER": UPPER, **environment})

    def test_text_and_kwic_on_a_terminal(self):
        text, status = self.paged("archive", "ferry")
        self.assertEqual(status, 0)
        self.assertIn("id:w-2019-PAGED", text)
        self.assertEqual(self.paged("--format=kwic", "archive", "ferry")[1], 0)

    def test_colours_and_width_stay(self):
        text, _ = self.paged("archive", "ferry")
        self.assertIn("\033[1", text)
        text, _ = self.on_terminal([program("morgue-search"), "--color=never", "archive", "ferry"],
                                   columns=40, PAGER=UPPER)
        self.assertLessEqual(max(map(len, text.splitlines())), 40)
        self.assertNotIn("\033", self.paged("archive", "ferry", NO_COLOR="1")[0])

    def test_the_own_variable_comes_first(self):
        text, _ = self.paged("archive", "ferry", MORGUE_PAGER="sed s/ferry/OWN/g")
        self.assertIn("w-2019-OWN", text)

    def test_none(self):
        for arguments, environment in (
                (["--pager=never"], {}), (["--no-pager"], {}), (["--format=json"], {}),
                (["--format=ids"], {}), (["--format=csv"], {}), ([], {"TERM": "dumb"}),
                ([], {"PAGER": ""}), ([], {"PAGER": "cat"}), ([], {"MORGUE_PAGER": ""})):
            text, status = self.paged(*arguments, "archive", "ferry", **environment)
            self.assertEqual(status, 0)
            self.assertIn("w-2019-ferry", text, (arguments, environment))

    def test_none_in_a_pipe(self):
        self.environment["PAGER"] = UPPER
        self.assertIn("w-2019-ferry", self.search("archive", "ferry"))

    def test_always(self):
        self.environment["PAGER"] = UPPER
        self.assertEqual(self.search("--pager=always", "--format=ids", "archive", "ferry"),
                         "w-2019-PAGED\n")

    def test_a_pager_that_is_not_there(self):
        text, status = self.paged("archive", "ferry", PAGER="no-such-pager -x")
        self.assertEqual(status, 0)
        self.assertIn("there is no pager \"no-such-pager\": see the environment's PAGER", text)
        self.assertIn("w-2019-ferry", text)

    def test_less_is_the_default(self):
        with open(self.folder + "/less", "w", encoding="utf-8") as file:
            file.write("#!/bin/sh\necho LESS=$LESS\ncat\n")
        os.chmod(self.folder + "/less", 0o755)
        path = self.folder + ":" + self.environment["PATH"]
        words = [program("morgue-search"), "archive", "ferry"]
        self.assertIn("LESS=FRX", self.on_terminal(words, PATH=path)[0])
        self.assertIn("LESS=-S", self.on_terminal(words, PATH=path, LESS="-S")[0])
        text, status = self.on_terminal(words, PATH="/nowhere")
        self.assertEqual(status, 0)
        self.assertIn("w-2019-ferry", text)

    def test_the_status_is_that_of_the_search(self):
        self.assertEqual(self.paged("archive", "nothingmatchesthis")[1], 1)
        self.assertEqual(self.paged("archive", '"open')[1], 2)
        self.assertEqual(self.paged("archive", "ferry", PAGER="sed q; exit 7")[1], 0)

    def test_a_pager_that_is_left_is_no_error(self):
        with open(self.folder + "/many.jsonl", "w", encoding="utf-8") as file:
            file.writelines(articles(3000, 60))
        self.index("archive", "many.jsonl")
        for pager in ("true", "head -n 2", "sed q"):
            text, status = self.paged("-n", "3000", "archive", "number", PAGER=pager)
            self.assertEqual(status, 0, pager)
            self.assertLessEqual(text.count("\n"), 2, pager)

    def test_a_closed_output_is_still_an_error(self):
        done = self.shell("PAGER=cat morgue-search --pager=always archive ferry >&-")
        self.assertEqual(done.returncode, 3)


class Interrupt(Scratch):
    """A library that takes its time: see tests/unit/cli."""

    def setUp(self):
        super().setUp()
        with open(self.folder + "/slow.json", "w", encoding="utf-8") as file:
            json.dump({"sleep": 50}, file)
        self.words = [program("search_on_fakes"), "slow.json", "x"]

    def test_quietly(self):
        with subprocess.Popen(self.words, cwd=self.folder, env=self.environment,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE) as child:
            time.sleep(0.5)
            child.send_signal(signal.SIGINT)
            out, err = child.communicate(timeout=20)
        self.assertEqual((child.returncode, out, err), (130, b"", b""))

    def typed(self, **environment):
        """Ctrl-C, typed on a terminal whose foreground process this is."""
        ours, its = pty.openpty()
        fcntl.ioctl(its, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        before = termios.tcgetattr(its)
        with subprocess.Popen(["setsid", "-w", "-c", *self.words], cwd=self.folder, stdin=its,
                              stdout=its, stderr=its,
                              env={**self.environment, "TERM": "xterm", **environment}) as child:
            time.sleep(0.7)
            os.write(ours, b"\x03")
            child.wait(timeout=20)
            self.assertEqual(termios.tcgetattr(its), before)
            os.close(its)
            text = read_all(ours, child)
        os.close(ours)
        return text.decode().replace("\r\n", "\n"), child.returncode

    def test_on_a_terminal(self):
        self.assertEqual(self.typed(), ("^C\033[0m\n", 130))
        self.assertEqual(self.typed(NO_COLOR="1"), ("^C\n", 130))

    def test_one_that_is_to_be_ignored(self):
        done = self.shell("trap '' INT; search_on_fakes slow.json x & sleep 0.5; kill -INT $!;"
                          " sleep 0.3; kill -0 $! && kill $!")
        self.assertEqual(done.returncode, 0, done.stderr)


if __name__ == "__main__":
    unittest.main()

"""Pipes, full disks, terminals, folders that cannot be read."""

import os
import unittest

from toolbox import Scratch, articles, program


class Output(Scratch):
    def setUp(self):
        super().setUp()
        with open(self.folder + "/many.jsonl", "w", encoding="utf-8") as file:
            file.writelines(articles(2000))
        self.index("archive", "many.jsonl", "dump")

    def test_a_reader_that_goes_away_is_no_error(self):
        for options in ("--dump archive", "-n 1000 archive 'number'",
                        "-n 1000 --format=jsonl archive number"):
            for trap in ("", "trap '' PIPE; "):
                done = self.shell(trap + "morgue-search " + options +
                                  " | head -n 1; exit ${PIPESTATUS[0]}")
                self.assertEqual((done.returncode, done.stderr), (0, ""), options)
                self.assertEqual(done.stdout.count("\n"), 1)

    def test_a_full_disk_is_an_error(self):
        for options in ("--dump archive", "archive ferry", "--format=json archive ferry",
                        "--format=count archive ferry", "--help", "--fields"):
            done = self.shell("morgue-search %s > /dev/full" % options)
            self.assertEqual(done.returncode, 3, options)
            self.assertIn("morgue-search: cannot write the output: No space left on device",
                          done.stderr)
        done = self.shell("morgue-index --json archive dump > /dev/full")
        self.assertEqual(done.returncode, 3)

    def test_closed_output_is_an_error(self):
        self.assertEqual(self.shell("morgue-search archive ferry >&-").returncode, 3)

    def test_closed_streams_are_no_files_of_the_archive(self):
        """Whose numbers they would get: words would be written into them, or they be read."""
        for closed, status in (("<&-", 0), (">&-", 3), ("2>&-", 0), ("<&- >&- 2>&-", 3)):
            self.shell("rm -rf new; morgue-index new dump")
            done = self.shell("morgue-index --delete=ferry --rejects=bad new dump %s" % closed)
            self.assertEqual(done.returncode, status, closed)
            with open(self.folder + "/new/morgue.lock", encoding="utf-8") as file:
                self.assertRegex(file.read(), r"^[0-9]+\n$", closed)
            self.assertEqual(self.shell("morgue-index --verify=full new").returncode, 0, closed)
        done = self.shell("morgue-index new - <&-")
        self.assertEqual(done.returncode, 1)
        self.assertIn("standard input: cannot read the file: Bad file descriptor (rejected)", done.stderr)


class Terminal(Scratch):
    def setUp(self):
        super().setUp()
        self.index("archive", "dump")
        self.words = [program("morgue-search"), "archive", '"article 5"']

    def test_colour_on_a_terminal(self):
        text, status = self.on_terminal(self.words)
        self.assertEqual(status, 0)
        self.assertIn("\033[1mMinisters meet", text)
        self.assertIn("\033[1;31mArticle", text)

    def test_no_colour_elsewhere(self):
        self.assertNotIn("\033", self.search(*self.words[1:]))
        for environment in ({"NO_COLOR": "1"}, {"TERM": "dumb"}):
            self.assertNotIn("\033", self.on_terminal(self.words, **environment)[0])

    def test_an_empty_no_color_means_nothing(self):
        self.assertIn("\033", self.on_terminal(self.words, NO_COLOR="")[0])

    def test_colour_as_wished(self):
        self.assertIn("\033", self.search("--color=always", *self.words[1:]))
        self.assertNotIn("\033", self.on_terminal([*self.words, "--color=never"])[0])

    def test_lines_fit(self):
        text, _ = self.on_terminal([*self.words, "--color=never"], columns=50)
        self.assertLessEqual(max(map(len, text.splitlines())), 50)

    def test_missing_operands_on_a_terminal(self):
        text, status = self.on_terminal([program("morgue-index"), "archive"])
        self.assertEqual(status, 2)
        self.assertIn("nothing to read was named", text)

    def test_progress(self):
        with open(self.folder + "/many.jsonl", "w", encoding="utf-8") as file:
            file.writelines(articles(5000, 60))
        text, status = self.on_terminal([program("morgue-index"), "new", "many.jsonl"])
        self.assertEqual(status, 0)
        self.assertIn("articles", text)
        self.assertRegex(text, r"(?s)\r\033\[K5,000 articles? read")
        self.assertLess(text.count("\r\033[K"), 2)
        quiet, _ = self.on_terminal([program("morgue-index"), "other", "dump"], TERM="dumb")
        self.assertNotIn("\r\033", quiet)


class Folders(Scratch):
    @unittest.skipIf(os.geteuid() == 0, "root may read every folder")
    def test_a_folder_that_cannot_be_read(self):
        os.mkdir(self.folder + "/dump/closed", 0)
        done = self.index("archive", "dump")
        self.assertEqual(done.returncode, 1)
        self.assertIn("dump/closed", done.stderr)

    def test_control_characters_in_names_are_not_shown(self):
        with open(self.folder + "/dump/evil\033[31m.jsonl", "w", encoding="utf-8") as file:
            file.write('{"title":"cut\n')
        self.assertNotIn("\033", self.index("archive", "dump").stderr)


if __name__ == "__main__":
    unittest.main()

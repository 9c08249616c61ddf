"""hello_index and hello_search."""

import unittest

from toolbox import Sample


class Hello(Sample):
    def test_index_and_search(self):
        done = self.run_sample("hello_index", "archive")
        self.assertEqual((done.returncode, done.stdout, done.stderr), (0, "", ""))
        done = self.run_sample("hello_search", "archive", "ferry")
        self.assertEqual((done.returncode, done.stdout, done.stderr), (0, "2019-05-02  Ferry runs again\n", ""))
        self.assertEqual(self.run_sample("hello_index", "archive").returncode, 0)  # they are there already
        self.assertEqual(self.run_sample("hello_search", "archive", "location:ellery").stdout.count("\n"), 2)

    def test_what_goes_wrong_is_told(self):
        for arguments, words in ((("nowhere", "ferry"), "there is no such archive"), (("archive", '"'), "never closed")):
            self.run_sample("hello_index", "archive")
            done = self.run_sample("hello_search", *arguments)
            self.assertEqual((done.returncode, done.stdout), (1, ""))
            self.assertIn(words, done.stderr)
        self.write("file", "")
        self.assertEqual(self.run_sample("hello_index", "file").returncode, 1)
        for name in ("hello_index", "hello_search"):
            self.assertEqual(self.run_sample(name).returncode, 2)


if __name__ == "__main__":
    unittest.main()

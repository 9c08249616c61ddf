"""The commands of docs/http.md print what the page says, asked of a server on a port of the test."""

import importlib.machinery
import importlib.util
import os
import unittest

from toolbox import SOURCE, Served

PAGE = os.path.join(SOURCE, "docs", "http.md")
USUAL = "127.0.0.1:8080"


def load_runner():
    """tests/cli/run, which knows how pages are read and lines compared."""
    loader = importlib.machinery.SourceFileLoader("run", os.path.join(SOURCE, "tests", "cli", "run"))
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader("run", loader))
    loader.exec_module(module)
    return module


class Page(Served):
    options = ("--timeout=0",)  # a slow machine prints the same

    def test_commands(self):
        run = load_runner()
        with open(PAGE, encoding="utf-8") as file:
            commands = run.parse(file.read().split("\n"), True)
        self.assertGreater(len(commands), 10)
        for command in commands:
            self.assertIn(USUAL, command.text)
            command.text = command.text.replace(USUAL, "127.0.0.1:%d" % self.server.port)
            out, _, status = run.execute(command, self.folder, {**os.environ, "LC_ALL": "C.UTF-8"}, True)
            out = [line.replace("127.0.0.1:%d" % self.server.port, USUAL) for line in out]
            expected = run.strip_end(list(command.out))
            self.assertEqual(status, command.status, command.text)
            self.assertTrue(run.matches(expected, out), "\n".join([command.text, *expected, "", *out]))


if __name__ == "__main__":
    unittest.main()

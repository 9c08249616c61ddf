"""The programs and the examples are built on the public header alone, as any caller's would be."""

import glob
import os
import re
import unittest

from toolbox import SOURCE

# What belongs to the programs, and what it may include beside the public header.
OWN = {"cli/*.[ch]": ["cli/"],
       "indexer/main.c": ["cli/", "indexer/cli_"],
       "indexer/cli_*.[ch]": ["cli/", "indexer/cli_"],
       "search/main.c": ["cli/", "search/cli_"],
       "search/cli_*.[ch]": ["cli/", "search/cli_", "search/render/"],
       "search/render_*.c": ["cli/", "search/cli_", "search/render/"],
       "search/render/*.[ch]": ["search/render/"],
       "search/server/*.[ch]": ["cli/", "search/render/", "search/server/", "assets.inc"],
       "samples/*.c": []}


class Includes(unittest.TestCase):
    def test_only_the_public_header(self):
        checked = 0
        for pattern, allowed in OWN.items():
            for path in glob.glob(os.path.join(SOURCE, pattern)):
                with open(path, encoding="utf-8") as file:
                    names = re.findall(r'#include "([^"]+)"', file.read())
                checked += 1
                for name in names:
                    fine = name == "morgue.h" or any(map(name.startswith, allowed))
                    self.assertTrue(fine, "%s includes %s" % (path, name))
        self.assertGreater(checked, 20)


if __name__ == "__main__":
    unittest.main()

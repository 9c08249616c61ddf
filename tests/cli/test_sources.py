"""The programs and the examples are built on the public header alone, as any caller's would be."""

import glob
import os
import re
import unittest

from toolbox import SOURCE

OWN = {"cli": ["cli/"], "indexer": ["cli/", "indexer/cli_"], "search": ["cli/", "search/cli_"],
       "samples": []}


def sources(folder):
    for pattern in ("*.c", "*.h"):
        yield from glob.glob(os.path.join(SOURCE, folder, pattern))


class Includes(unittest.TestCase):
    def test_only_the_public_header(self):
        checked = 0
        for folder, allowed in OWN.items():
            for path in sources(folder):
                with open(path, encoding="utf-8") as file:
                    names = re.findall(r'#include "([^"]+)"', file.read())
                checked += 1
                for name in names:
                    fine = name == "morgue.h" or any(map(name.startswith, allowed))
                    self.assertTrue(fine, "%s includes %s" % (path, name))
        self.assertGreater(checked, 20)


if __name__ == "__main__":
    unittest.main()

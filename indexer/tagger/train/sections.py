#!/usr/bin/python3
"""Puts sections into a model file.

    sections.py NAME=FILE... > tagger.model        NAME: as in the enum of model.h, in small letters

The file's format is told in indexer/tagger/model.h."""
import os
import re
import struct
import sys

ALIGN = 64


def of_header():
    """The version and the names of sections, in the order of model.h."""
    with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "model.h"), encoding="utf-8") as file:
        header = file.read()
    names = re.findall(r"^ +MG_SECTION_(\w+),", header, re.MULTILINE)
    return int(re.search(r"MG_MODEL_VERSION = (\d+)", header)[1]), [name.lower() for name in names]


def main():
    version, names = of_header()
    parts = []
    for argument in sys.argv[1:]:
        name, _, path = argument.partition("=")
        if name not in names:
            sys.exit(f"sections.py: {name}: no section: one of {', '.join(names)}")
        with open(path, "rb") as file:
            parts.append((names.index(name), file.read()))
    parts.sort()
    entries, body = b"", b""
    at = 16 + 24 * len(parts)
    at += -at % ALIGN
    for name, data in parts:
        entries += struct.pack("<IIQQ", name, 0, at + len(body), len(data))
        body += data + b"\0" * (-len(data) % ALIGN)
    head = struct.pack("<8sII", b"MGTAGGER", version, len(parts)) + entries
    sys.stdout.buffer.write(head + b"\0" * (at - len(head)) + body)


if __name__ == "__main__":
    main()

"""The public headers, taken apart: their functions, with what is said of each."""
import re
from dataclasses import dataclass
from pathlib import Path

TOKEN = re.compile(r"/\*.*?\*/|^MORGUE_API\s[^;]*;|^\n", re.S | re.M)
FUNCTION = re.compile(r"MORGUE_API\s+(?P<type>.*?)(?P<name>morgue_\w+)\((?P<parameters>.*)\);", re.S)


@dataclass
class Function:
    name: str
    type: str
    parameters: list  # of (type, name)
    comment: str  # "" where nothing stands before it
    place: str


def part(text):
    """Parameters, parted by commas that are in no brackets."""
    parts, depth, start = [], 0, 0
    for at, c in enumerate(text):
        depth += (c == "(") - (c == ")")
        if c == "," and not depth:
            parts.append(text[start:at])
            start = at + 1
    parts.append(text[start:])
    return [" ".join(p.split()) for p in parts if p.strip() not in ("", "void")]


def name_of(parameter):
    callback = re.search(r"\(\*(\w+)\)", parameter)
    return callback.group(1) if callback else re.search(r"(\w+)$", parameter).group(1)


def functions_of(path):
    """Functions that follow each other without an empty line share the comment before the first."""
    text = path.read_text()
    found, comment = [], ""
    for token in TOKEN.finditer(text):
        piece = token.group()
        if piece.startswith("/*"):
            comment = " ".join(re.sub(r"^ ?\*/?|^/\*|\*/$", "", line.strip()).strip()
                               for line in piece.splitlines())
        elif piece == "\n":
            comment = ""
        else:
            match = FUNCTION.match(piece)
            line = text.count("\n", 0, token.start()) + 1
            found.append(Function(match["name"], " ".join(match["type"].split()),
                                  [(p, name_of(p)) for p in part(match["parameters"])], comment,
                                  f"{path.name}:{line}"))
    return found


def headers(include):
    return [include / "morgue.h", *sorted((include / "morgue").glob("*.h"))]


def functions(include):
    return [f for header in headers(Path(include)) for f in functions_of(header)]

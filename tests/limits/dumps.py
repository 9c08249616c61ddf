"""Hostile dumps: what they hold is made here, piece by piece, so that this program stays small itself.

A case has good articles before and behind what is bad, in the same file where its format allows it, and in
files before and behind it always."""

import json


class Case:
    def __init__(self, name, make, said=None, status=1, good=(), rest=0, memory=64, beyond=96, pipe=False):
        self.name = name          # of the file
        self.make = make          # large -> pieces of bytes; (large, path) -> None where it makes a folder
        self.said = said          # what stands in the messages
        self.status = status      # None: 0 or 1
        self.good = set(good)     # ids that are in the archive
        self.rest = rest          # articles that are in it beside, or a function of `large`; None: any
        self.memory = memory      # for --memory, in MB
        self.beyond = beyond      # MB that it may take beside that: see docs/limits.md
        self.pipe = pipe          # it comes through standard input


CASES = []


def case(name, **more):
    def add(make):
        CASES.append(Case(name, make, **more))
        return make
    return add


def line(number, **more):
    article = {"id": "good-%d" % number, "title": "Good %d" % number, "text": "The ferry is late.", **more}
    return json.dumps(article).encode() + b"\n"


def good(first, count=3):
    return b"".join(line(number) for number in range(first, first + count))


def repeated(piece, size):
    """`size` bytes of `piece` again and again."""
    block = piece * max(1, (1 << 18) // len(piece))
    while size > 0:
        yield block[:size]
        size -= len(block)


IDS = ["good-%d" % number for number in range(10, 16)]
MB = 1 << 20


# ---- Lines and articles --------------------------------------------------------------------

@case("line.jsonl", good=IDS, said="128 MB")
def giant_line(large):
    yield good(10)
    yield b'{"id":"bad","title":"Bad","text":"'
    yield from repeated(b"harbour ", 300 * MB if large else 140 * MB)
    yield b'"}\n'
    yield good(13)


@case("pipe.jsonl", good=IDS, said="128 MB", pipe=True)
def giant_line_in_a_pipe(large):
    yield from giant_line(large)


def different_words(size):
    """An article of words of which none is like another."""
    yield good(10)
    yield b'{"id":"big","title":"Big","text":"'
    number = 0
    while size > 0:
        piece = b" ".join(b"w%x" % n for n in range(number, number + 20000)) + b" "
        yield piece
        number += 20000
        size -= len(piece)
    yield b'"}\n'
    yield good(13)


@case("words.jsonl", good=IDS, status=0, rest=1)
def article_for_little_memory(large):
    yield from different_words(2 * MB - 200000)


@case("too-many-words.jsonl", good=IDS, said="give it --memory=")
def article_for_more_memory(large):
    yield from different_words(12 * MB)


@case("article.jsonl", good=IDS, status=0, rest=1, memory=4096)
def article_at_the_limit(large):
    yield from different_words((99 if large else 4) * MB)


@case("over.jsonl", good=IDS, said="over 100 MB of text", beyond=192)
def article_over_the_limit(large):
    yield good(10)
    yield b'{"id":"big","title":"Big","text":"'
    yield from repeated(b"harbour ", 101 * MB)
    yield b'"}\n'
    yield good(13)


@case("tags.jsonl", good=IDS, said="over 10000 values")
def million_tags(large):
    yield good(10)
    yield b'{"id":"big","title":"Big","text":"Text.","persons":["A B"'
    for start in range(0, 200000 if large else 100000, 10000):
        yield b"".join(b',"Person %d"' % n for n in range(start, start + 10000))
    yield b']}\n'
    yield good(13)


@case("tagged.jsonl", good=IDS, status=0, rest=lambda large: 900000 if large else 50000)
def million_articles_with_a_tag(large):
    yield good(10)
    for start in range(0, 900000 if large else 50000, 10000):
        yield b"".join(b'{"id":"t%d","title":"Ferry %d","text":"Late.","persons":["Person %d"]}\n' % (n, n, n)
                       for n in range(start, start + 10000))
    yield good(13)


@case("keys.jsonl", good=IDS, said="over 10000 keys")
def million_keys(large):
    yield good(10)
    yield b'{"id":"big","title":"Big","text":"Text."'
    for start in range(0, 1000000 if large else 100000, 10000):
        yield b"".join(b',"key%d":%d' % (n, n) for n in range(start, start + 10000))
    yield b'}\n'
    yield good(13)


@case("deep.jsonl", good=IDS, said="deep")
def deep_json(large):
    yield good(10)
    yield b'{"id":"bad","title":"Bad","text":'
    yield from repeated(b"[", 1000000)
    yield from repeated(b"]", 1000000)
    yield b"}\n"
    yield good(13)


@case("deeper.json", said="")
def deep_json_never_closed(large):
    yield from repeated(b'{"a":[', 6000000)


@case("array.jsonl", good=IDS, said="over 250000 parts")
def long_array(large):
    yield good(10)
    yield b'{"id":"bad","title":"Bad","data":[[]'
    yield from repeated(b",[]", 3 * (40 * MB if large else 4 * MB))
    yield b"]}\n"
    yield good(13)


@case("values.jsonl", good=IDS, status=0, rest=lambda large: 200 if large else 20)
def values_at_the_limit(large):
    """As many tags as there may be, in one article after the other."""
    yield good(10)
    for i in range(200 if large else 20):
        yield b'{"id":"many-%d","title":"Many","persons":[' % i
        yield b",".join(b'"Person %d"' % n for n in range(9990)) + b"]}\n"
    yield good(13)

"""Hostile dumps that are packed: bombs, containers in containers, very many members."""

import gzip
import io
import lzma
import os
import struct
import tarfile
import zipfile
import zlib

from dumps import MB, case, good, repeated


def bomb(size):
    """Articles, and between them nothing for as long as it takes."""
    yield good(10)
    yield from repeated(b" ", size)
    yield b"\n" + good(13)


BEFORE = ["good-10", "good-11", "good-12"]
RATIO = "more than 1000 times its size"


@case("bomb.jsonl.gz", good=BEFORE, said=RATIO)
def gzip_bomb(large):
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    for piece in bomb(1024 * MB if large else 300 * MB):
        yield packer.compress(piece)
    yield packer.flush()


@case("bomb.jsonl.xz", good=BEFORE, said=RATIO)
def xz_bomb(large):
    packer = lzma.LZMACompressor(preset=0)
    for piece in bomb(1024 * MB if large else 300 * MB):
        yield packer.compress(piece)
    yield packer.flush()


def zstd_frame(head, size):
    """The bytes of `head`, and a run of spaces, as a frame whose blocks are raw and RLE (RFC 8878)."""
    yield struct.pack("<IBB", 0xFD2FB528, 0, 7 << 3)  # a window of 128 KB
    yield (len(head) << 3).to_bytes(3, "little") + head
    while size > 0:
        block = min(size, 128 << 10)
        size -= block
        yield (block << 3 | 1 << 1 | (size <= 0)).to_bytes(3, "little") + b" "


@case("bomb.jsonl.zst", good=BEFORE, said=RATIO)
def zstd_bomb(large):
    yield from zstd_frame(good(10), 1024 * MB if large else 300 * MB)


@case("window.jsonl.zst", said="very long window")
def zstd_window(large):
    """A frame that asks for a window of 2 GB."""
    head = good(10)
    yield struct.pack("<IBB", 0xFD2FB528, 0, 21 << 3)
    yield (len(head) << 3 | 1).to_bytes(3, "little") + head


def zipped(files):
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in files:
            packed.writestr(name, data)
    return held.getvalue()


@case("nested.zip", good=BEFORE, said="packed more than 12 times")
def nested_zips(large):
    """Each holds good articles and the one within it, thirty deep."""
    inner = good(10)
    for _ in range(30):
        inner = zipped([("inner.zip", inner), ("good.jsonl", good(10))])
    yield inner


@case("wide.zip", good=BEFORE, said="the article has neither title nor text")
def wide_zips(large):
    """As 42.zip: zips in zips in zips, each of many that unpack to much."""
    inner = zipped([("a.txt", b" " * (10 * MB))])
    for _ in range(3):
        inner = zipped([("%d.zip" % i, inner) for i in range(16)])
    yield zipped([("good.jsonl", good(10)), ("z.zip", inner)])


@case("overlap.zip", good=BEFORE, said="the article has neither title nor text")
def overlapping_zip(large):
    """Many entries of its directory have the same bytes, as in David Fifield's bombs."""
    data = zlib.compress(b" " * (8 * MB), 9)[2:-4]
    crc, size = zlib.crc32(b" " * (8 * MB)), 8 * MB
    body = zipped([("good.jsonl", good(10))])
    end = body.rindex(b"PK\5\6")
    count, length, start = struct.unpack_from("<HII", body, end + 10)
    first, directory = body[:start], body[start:start + length]
    name = b"a.txt"
    at = len(first)
    local = struct.pack("<4sHHHHHIIIHH", b"PK\3\4", 20, 0, 8, 0, 0x21, crc, len(data), size, len(name), 0)
    first += local + name + data
    many = 20000
    for i in range(many):
        entry = b"%06d" % i
        directory += struct.pack("<4sHHHHHHIIIHHHHHII", b"PK\1\2", 20, 20, 0, 8, 0, 0x21, crc, len(data), size,
                                 len(entry), 0, 0, 0, 0, 0, at) + entry
    yield first + directory + struct.pack("<4sHHHHIIH", b"PK\5\6", 0, 0, count + many, count + many,
                                          len(directory), len(first), 0)


@case("members.tar", good=["good-10", "good-11", "good-12", "good-13", "good-14", "good-15"], status=0,
      rest=lambda large: 0)
def tiny_members(large):
    """Empty files, with articles in the first and the last."""
    def member(name, data):
        info = tarfile.TarInfo(name)
        info.size = len(data)
        return info.tobuf(tarfile.USTAR_FORMAT) + data + b"\0" * (-len(data) % 512)
    yield member("0.jsonl", good(10))
    empty = member("empty", b"")
    for _ in range(100 if large else 5):
        yield empty * 10000
    yield member("z.jsonl", good(13)) + b"\0" * 1024


@case("members-text.tar", good=["good-10", "good-11", "good-12", "good-13", "good-14", "good-15"], status=0,
      rest=lambda large: 100000 if large else 5000)
def tiny_articles(large):
    def member(name, data):
        info = tarfile.TarInfo(name)
        info.size = len(data)
        return info.tobuf(tarfile.USTAR_FORMAT) + data + b"\0" * (-len(data) % 512)
    yield member("0.jsonl", good(10))
    for i in range(100000 if large else 5000):
        yield member("%d.txt" % i, b"Ferry %d\n\nThe ferry number %d is late." % (i, i))
    yield member("z.jsonl", good(13)) + b"\0" * 1024


@case("folder", status=0, rest=lambda large: 50000 if large else 3000)
def folder_of_many(large, path):
    os.mkdir(path)
    for i in range(50000 if large else 3000):
        with open(os.path.join(path, "%d.txt" % i), "w", encoding="ascii") as file:
            file.write("Ferry %d\n\nThe ferry number %d is late." % (i, i))


@case("deep-folder", said="too long")
def deep_folders(large, path):
    """Deeper than a path may be long."""
    os.mkdir(path)
    here = os.open(path, os.O_RDONLY)
    for _ in range(3000 if large else 1000):
        os.mkdir("folder", dir_fd=here)
        inner = os.open("folder", os.O_RDONLY, dir_fd=here)
        os.close(here)
        here = inner
    os.close(here)

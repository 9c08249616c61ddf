"""Formats of the caller's own: classes that read files for an import."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from ctypes import byref, string_at
from io import BytesIO
from itertools import count
from operator import index
from typing import Any, NamedTuple, Optional, Union

from . import _native as native
from ._handle import Callbacks
from ._native import READING, STATUS, c_string, lib, plain
from .article import EXTRA, Article, Tag, add_tag, field_number, several, spelled
from .errors import Error, NoMemory, call, status_of


class FormatInfo(NamedTuple):
    """A format that Morgue reads."""

    name: str
    description: str
    extensions: list[str]


def formats() -> list[FormatInfo]:
    """The formats that Morgue reads by itself."""
    found: list[FormatInfo] = []
    row = native.FormatInfo()
    while lib.format_at(len(found), row):
        found.append(FormatInfo(plain(row.name), plain(row.description),
                                plain(row.extensions).split()))
    return found


class Reader:
    """A file that a format reads: a window on its bytes, unpacked and as UTF-8 unless the format is
    raw. It lives until Format.read() is done. Iterating over it gives lines."""

    def __init__(self, pointer: int) -> None:
        self._pointer: Optional[int] = pointer

    def _open(self) -> int:
        if self._pointer is None:
            raise ValueError("the reader is closed")
        return self._pointer

    @property
    def path(self) -> str:
        """What the file is called."""
        return str(plain(lib.reader_path(self._open())))

    def peek(self, want: int = 1) -> bytes:
        """Reads ahead until `want` bytes stand in the window or the file ends, and gives all that
        stands there: fewer than wanted only at the end of the file."""
        window = native.Text()
        call(lib.reader_peek, self._open(), want, byref(window))
        return string_at(window.data, window.len) if window.len else b""

    def skip(self, n: int) -> None:
        """Moves the window `n` bytes along."""
        lib.reader_skip(self._open(), n)

    def read(self) -> bytes:
        """All that is left of the file."""
        parts = []
        while data := self.peek():
            parts.append(data)
            self.skip(len(data))
        return b"".join(parts)

    def __iter__(self) -> Iterator[bytes]:
        """The lines that are left, with their ends; the window stands behind the last one given."""
        data = b""
        while window := self.peek(len(data) + 1):
            whole = len(window) if len(window) <= len(data) else window.rfind(b"\n") + 1
            for line in BytesIO(window[:whole]):
                self.skip(len(line))
                yield line
            data = window[whole:]

    def mark(self) -> None:
        """The next article begins where the window stands: problems are told with that place. It is
        where read() was called for the article, if this is not called."""
        lib.reader_mark(self._open())

    def knows(self, data: bytes) -> bool:
        """Has the archive the article that these bytes were read as before? Then skip them and yield
        None."""
        return bool(lib.reader_knows(self._open(), data, len(data)))

    def note(self, text: str) -> None:
        """Tells of the article being read that something in it was mended or left out."""
        lib.reader_note(self._open(), c_string(text))

    def _put(self, article: int, values: Mapping[str, Any]) -> None:
        for key, value in values.items():
            number = field_number(key)
            if number is None or number >= EXTRA:
                data = json.dumps(value).encode()
                call(lib.article_add_extra, article, c_string(key), data, len(data))
                continue
            for one in several(value):
                if isinstance(one, (Tag, Mapping)):
                    add_tag(article, number, one)
                else:
                    data = spelled(one)
                    call(lib.reader_put, self._open(), article, number, data, len(data))


Item = Union[Article, Mapping[str, Any], Error, None]


class Format:
    """A format of the caller's own: make a class of it, and give one to Writer.import_paths().

        class Cards(morgue.Format):
            name, description, extensions = "cards", "a card index, typed off", "cards"

            def bid(self, head, path):
                return (95, "begins with CARD") if head.startswith(b"CARD") else 0

            def read(self, reader):
                for line in reader:
                    kind, _, title = line.decode().strip().partition(" ")
                    yield {"title": title} if kind == "CARD" else morgue.BadInput(kind)
    """

    name: str = ""
    """For import_paths(format=); of lower-case letters, digits, _"""
    description: str = ""
    extensions: str = ""
    """Usual file name endings, separated by spaces."""
    raw: bool = False
    """Sees the bytes of files as they are, not as UTF-8."""

    def bid(self, head: bytes, path: str) -> Union[int, tuple[int, str]]:
        """How sure it is that a file which begins so (up to 64 KiB, cut anywhere) is of its format,
        and what it is recognised by. 0: not mine; 10: some text; 30 to 50: looks like it; 60 to 80:
        most likely; 90 to 100: a mark that nothing else has. The highest bid wins."""
        return 0

    def read(self, reader: Reader) -> Iterable[Item]:
        """Reads a file and yields what is in it, one by one:

        a dict          an article, whose values are cleaned as Morgue's own formats do it
        an Article      the same, as it stands
        None            an article that the archive has: see Reader.knows()
        a morgue.Error  this article cannot be used: BadInput("no title"). The reader has to move on
                        between two of them

        When it raises a morgue.Error, the rest of the file cannot be read. Any other exception ends
        the import.
        """
        raise NotImplementedError


RAISED = "a callback has raised an exception"  # what a morgue_error is filled with, should it do so


def fill(failure: Any, reason: object, status: int) -> int:
    """Fills a callback's morgue_error, and returns the status."""
    failure[0].status = status
    failure[0].message = str(reason).encode()[:511].decode("utf-8", "ignore").encode()
    return status


class _Adapter:
    """The functions of a C format, for a Format."""

    def __init__(self, format: Format) -> None:
        self.format = format
        self.files: dict[int, tuple[Reader, Iterator[Item]]] = {}
        self.numbers = count(1)
        self.reasons: dict[bytes, bytes] = {}  # keeps them where they are

    def bid(self, _: Any, head: int, size: int, path: bytes, ret_why: Any) -> int:
        bid = self.format.bid(string_at(head, size), path.decode("utf-8", "replace"))
        sure, why = bid if isinstance(bid, tuple) else (bid, "looks like it")
        data = c_string(why)
        ret_why[0] = self.reasons.setdefault(data, data)
        return max(0, min(index(sure), 100))

    def open(self, _: Any, pointer: int, ret_state: Any, failure: Any) -> int:
        number = next(self.numbers)
        reader = Reader(pointer)
        self.files[number] = reader, iter(())
        ret_state[0] = number
        self.files[number] = reader, iter(self.format.read(reader))
        return STATUS["ok"]

    def next(self, state: int, _: Any, article: int, failure: Any) -> int:
        fill(failure, RAISED, STATUS["no_memory"])  # which ends the import
        reader, items = self.files[state]
        try:
            item = next(items, items)
        except NoMemory:
            raise
        except Error as error:
            fill(failure, error, status_of(error))
            return READING["broken"]
        if item is items:
            return READING["end"]
        if item is None:
            return READING["known"]
        try:
            if isinstance(item, Error):
                raise item
            if isinstance(item, Article):
                with item._lock:
                    call(lib.article_copy, article, item._pointer)
            elif isinstance(item, Mapping):
                reader._put(article, item)
            else:
                raise TypeError(f"Format.read() yields articles, not {type(item).__name__}")
        except Error as error:
            fill(failure, error, status_of(error))
            return READING["bad"]
        return READING["article"]

    def close(self, state: Optional[int]) -> None:
        if state in self.files:
            reader, items = self.files.pop(state)
            reader._pointer = None
            getattr(items, "close", int)()  # of a generator


def c_format(format: Format, callbacks: Callbacks) -> native.Format:
    """A C format that calls a Format."""
    adapter = _Adapter(format)
    return native.Format(
        name=c_string(format.name), description=c_string(format.description),
        extensions=c_string(format.extensions), raw=format.raw,
        bid=native.BID(callbacks.guard(adapter.bid, 0)),
        open=native.OPEN(callbacks.guard(adapter.open, STATUS["no_memory"])),
        next=native.NEXT(callbacks.guard(adapter.next, READING["broken"])),
        close=native.CLOSE(callbacks.guard(adapter.close, always=True)))

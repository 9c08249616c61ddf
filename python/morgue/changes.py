"""What has changed in an archive: a feed for copies, alerts and other indexes."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import NamedTuple, Optional, Union

from . import _native as native
from ._handle import Handle, Owner, made
from ._native import c_path, c_string, lib, plain, text_of
from .article import Article, kept
from .errors import call


class Change(NamedTuple):
    """One article that is not as it was."""

    id: str
    article: Optional[Article]
    """As it is now; None: it was deleted."""
    revision: int
    """Of the commit that changed it last; 0: not known."""


class Changes(Owner, Iterator[Change]):
    """The changes since a mark; `mark` is where the next feed begins.

    A damaged article raises morgue.Corrupt; the next next() goes on behind it.
    """

    def __init__(self, path: Union[str, os.PathLike[str]], since: Union[str, int, None]) -> None:
        mark = "" if since is None else str(since)
        pointer = made(lib.changes_open, c_path(path), c_string(mark))
        self._handle = Handle(pointer, lib.changes_free)
        self.mark: str = plain(lib.changes_mark(pointer))
        """To be kept when all changes were dealt with, and given as `since` the next time."""

    def __len__(self) -> int:
        """How many changes there are, those that were told included."""
        with self._handle as changes:
            return int(lib.changes_count(changes))

    def __next__(self) -> Change:
        change = native.Change()
        with self._handle as changes:
            call(lib.changes_next, changes, change)
            if change.id.len:
                return Change(text_of(change.id), kept(change.article) if change.article else None,
                              change.revision)
        raise StopIteration


def changes(path: Union[str, os.PathLike[str]], since: Union[str, int, None] = "") -> Changes:
    """What was committed to an archive since: "" or None for all of it, the `mark` of an earlier feed, or the
    number of a revision. Each article is told once, as it is now; deleted ones are told too.

        feed = morgue.changes("archive", since=mark)
        for id, article, revision in feed:
            copy.put(id, article) if article else copy.delete(id)
        mark = feed.mark

    morgue.Stale says that what was changed since then is not known: begin again from "", with an
    empty copy.
    """
    return Changes(path, since)

"""Writing archives."""

from __future__ import annotations

import ctypes
import os
from collections.abc import Iterable, Mapping
from ctypes import byref, c_int, c_uint64
from types import TracebackType
from typing import Any, BinaryIO, Callable, Optional, Union

from . import _native as native
from . import importing
from ._handle import Callbacks, Handle, Owner, made
from ._native import OUTCOMES, STATUS, TAGGINGS, c_path, lib, number_of, plain
from .article import Article, Tag, add_tag, kept, known_field
from .errors import call
from .formats import RAISED, Format, fill
from .importing import Path, Summary

Tagger = Callable[[Article], Iterable[Union[Tag, tuple[str, str]]]]
Progress = Callable[[int, int], object]


class Writer(Owner):
    """An archive, open for writing; it is made where it is missing.

        with morgue.Writer("archive") as writer:
            writer.add(title="Ferry runs again", date="2 May 2019", text="...")

    At the end of `with` all is committed, or, after an exception, what was not is dropped. Readers
    see what is committed, at once.

    path            folder of the archive
    memory          bytes to stay under; 0: a quarter of the machine's memory
    jobs            threads that work; 0: one for each core
    tag             articles in which persons, organizations and places are looked for: `none`,
                    `auto` (those that lack some), `all`
    tagger          a function that does so in the place of Morgue's own: it gets an article and
                    returns tags, or pairs as ("person", "Jane Roe"). It is called in several
                    threads at the same time, and has to find the same in the same article
    tagger_model    file of Morgue's own tagger, where it is not the one that is installed
    must_exist      do not make a new archive
    replace         an article takes the place of the one with its id whatever that is, also of a
                    later version, or of one that differs in what a tagger has found only: for a
                    copy, with tag="none"
    part            (2, 4): the archive is part 2 of 4, and takes those of all articles whose ids a
                    hash puts there; it stays that, and need not be told again
    """

    def __init__(self, path: Path, *, memory: int = 0, jobs: int = 0, tag: str = "auto",
                 tagger: Optional[Tagger] = None, tagger_model: Optional[Path] = None,
                 must_exist: bool = False, replace: bool = False,
                 part: tuple[int, int] = (0, 0)) -> None:
        self.path = os.fspath(path)
        self._callbacks = Callbacks()
        self._options = native.WriterOptions(
            memory=memory, jobs=jobs, tag=number_of(TAGGINGS, tag, "tag"), must_exist=must_exist,
            tagger_model=c_path(tagger_model) if tagger_model else None, replace=replace,
            part=part[0], parts=part[1])
        if tagger:
            self._options.tagger = ctypes.pointer(_c_tagger(tagger, self._callbacks))
        pointer = made(lib.writer_open, c_path(path), self._options)
        self._handle = Handle(pointer, lib.writer_free)

    def __enter__(self) -> Writer:
        return self

    def __exit__(self, kind: Optional[type[BaseException]], error: Optional[BaseException],
                 trace: Optional[TracebackType]) -> None:
        try:
            if kind is None:
                self.commit()
        finally:
            self.close()

    def __repr__(self) -> str:
        return f"<morgue.Writer {self.path!r}{' (closed)' if self._handle.closed else ''}>"

    def close(self) -> None:
        """Closes the archive. What was not committed is dropped."""
        self._handle.close()

    def _call(self, function: Any, *arguments: Any) -> None:
        with self._handle as writer:
            self._callbacks.call(function, writer, *arguments)

    def add(self, article: Union[Article, Mapping[str, Any]] = {}, /, **fields: Any) -> str:
        """Adds an article, or what Article() takes, or replaces the one with the same id. Without an
        id it gets one, which is set in an Article. Returns what became of it: `added`, `replaced`,
        `unchanged`, `older`: the archive has a later version, and keeps that; or `elsewhere`: it is
        for another part than the archive is."""
        if fields or not isinstance(article, Article):
            article = Article(article, **fields)
        outcome = c_int()
        with self._handle as writer, article._lock:
            self._callbacks.call(lib.writer_add, writer, article._pointer, byref(outcome))
        return OUTCOMES[outcome.value]

    def delete(self, id: str) -> None:
        """Removes the article with this id; morgue.NotFound where there is none."""
        data = id.encode()
        self._call(lib.writer_delete, data, len(data))

    def commit(self) -> None:
        """Makes all changes so far durable and visible to readers, at once."""
        self._call(lib.writer_commit)

    def compact(self, progress: Optional[Progress] = None) -> None:
        """Commits, then merges all shards into one, packed as closely as it goes. `progress` gets
        the articles done and of all; where it returns False, all ends: morgue.Cancelled."""
        self._call(lib.writer_compact, self._progress(progress), None)

    def retag(self, progress: Optional[Progress] = None) -> int:
        """Commits, then tags all articles anew; returns how many have other tags now. `progress` as
        in compact()."""
        changed = c_uint64()
        self._call(lib.writer_retag, self._progress(progress), None, byref(changed))
        return changed.value

    def _progress(self, progress: Optional[Progress]) -> Any:
        # Always there, for Control-C.
        return native.PROGRESS(self._callbacks.guard(
            lambda _, done, total: progress is None or progress(done, total) is not False, False))

    @property
    def notices(self) -> list[str]:
        """Why shards could not be merged after a commit, and lines of aliases.txt and blocklist.txt
        that were not understood."""
        with self._handle as writer:
            found, i = [lib.writer_notice(writer)], 0
            while (line := lib.writer_names_notice(writer, i)) is not None:
                found.append(line)
                i += 1
        return [str(plain(line)) for line in found if line is not None]

    def import_paths(self, paths: Union[Path, Iterable[Path]], *, format: Optional[str] = None,
                     mappings: Optional[Mapping[str, str]] = None,
                     formats: Iterable[Format] = (), dates: str = "auto",
                     problem: Optional[Callable[[importing.Problem], object]] = None,
                     article: Optional[Callable[[importing.Found], object]] = None,
                     file: Optional[Callable[[importing.FileReport], object]] = None,
                     progress: Optional[Callable[[Summary], object]] = None,
                     committed: Optional[Callable[[Summary, int], object]] = None,
                     commit_articles: int = 0, commit_seconds: float = 0) -> Summary:
        """Reads files and folders ("-" is standard input), adds their articles, and commits. Bad
        input costs the bad article or file only, and is told to `problem`.

        format      name of their format; None: each file is recognised by what is in it
        mappings    keys of the dump and the fields that they are: {"headline": "title"}
        formats     formats of your own: see morgue.Format
        dates       how 03/04/2022 is read: `day` or `month` first; `auto`: as the file shows
        problem     called for each Problem
        article     called for each article that was read (Found), before it is added
        file        called for each file, with a FileReport
        progress    called now and then with a Summary; where it returns False the import ends, with
                    what was read: morgue.Cancelled
        committed   called after each commit, with a Summary and the revision
        commit_articles, commit_seconds     commit on the way, when so many have come or after so long
        """
        with self._handle as writer:
            return importing.import_paths(
                writer, self._callbacks, paths, format=format, mappings=mappings, formats=formats, dates=dates,
                problem=problem, article=article, file=file, progress=progress,
                committed=committed, commit_articles=commit_articles, commit_seconds=commit_seconds)

    def import_file(self, file: BinaryIO, name: Optional[str] = None, **options: Any) -> Summary:
        """The same for what a binary file, a pipe or the like gives. `name` is what problems call it;
        its ending may tell the format. Options are those of import_paths()."""
        with self._handle as writer:
            return importing.import_file(writer, self._callbacks, file, name, **options)


def _c_tagger(tagger: Tagger, callbacks: Callbacks) -> native.Tagger:
    def tag(_: Any, memory: Any, article: int, fields: int, failure: Any) -> int:
        fill(failure, RAISED, STATUS["internal"])
        for found in tagger(kept(article)):
            number = known_field(found[0])
            if fields >> number & 1:
                add_tag(article, number, Tag(*found)._replace(origin="tagger"))
        return STATUS["ok"]
    return native.Tagger(tag=native.TAG(callbacks.guard(tag, STATUS["internal"])))

"""Archives for reading: searching, single articles, walking over all of them."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from ctypes import byref, c_bool, c_void_p
from math import ceil
from threading import current_thread, main_thread
from types import TracebackType
from typing import Callable, NamedTuple, Optional, Union

from . import _native as native
from ._handle import Callbacks, Handle, Owner, made
from ._native import PERIODS, SORTS, c_path, c_string, count_of, lib, number_of, row_of
from .article import Article, kept, known_field
from .changes import Changes
from .errors import Network, call
from .results import Hit, Results, rows_of


class Stats(NamedTuple):
    """What is in an archive."""

    articles: int
    tagged: int
    """Articles that have tags of the tagger."""
    shards: int
    revision: int
    """Counts the commits."""
    words: int
    bytes_archive: int
    """On the disk."""
    bytes_text: int
    """Titles and texts, as they were put in."""
    earliest: str
    latest: str
    languages: str
    """`en 36912, de 12`, most frequent first."""
    engine: str
    part: int
    """Which part of how many it takes: 2 of 4; 0 of 0: all articles."""
    parts: int


class Shard(NamedTuple):
    """One shard of an archive."""

    name: str
    trouble: Optional[str]
    """Why it does not answer; None: it does."""
    articles: int
    """As it was last heard."""
    answer_ms: float
    """How long the last call over the network took; 0: none."""


class Walk(Owner, Iterator[Article]):
    """All articles that match, in the order in which they were added.

    A damaged article raises morgue.Corrupt, a shard that does not answer morgue.Network; the
    next next() goes on behind it.
    """

    def __init__(self, archive: Archive, query: Optional[str]) -> None:
        self._archive = archive
        asked = c_string(query) if query is not None else None
        with archive._handle as pointer:
            self._handle = Handle(made(lib.walk_open, pointer, asked), lib.walk_free,
                                  archive._handle)

    def __next__(self) -> Article:
        found = c_void_p()
        with self._handle as walk:
            call(lib.walk_next, walk, byref(found))
            if found.value:
                return kept(found.value)
        raise StopIteration


class Archive(Owner):
    """An archive, open for reading; morgue.open() makes one.

    It may be used by several threads, of which one at a time gets its turn: threads that are to
    search at the same time open it each for itself. Closing it closes its results and walks; an
    article, once handed out, is the caller's.
    """

    def __init__(self, path: Union[str, os.PathLike[str]]) -> None:
        self.path = os.fspath(path)
        self._handle = Handle(made(lib.archive_open, c_path(path)), lib.archive_free)

    def __enter__(self) -> Archive:
        return self

    def __exit__(self, kind: Optional[type[BaseException]], error: Optional[BaseException],
                 trace: Optional[TracebackType]) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<morgue.Archive {self.path!r}{' (closed)' if self._handle.closed else ''}>"

    def close(self) -> None:
        """Closes the archive, its results and its walks."""
        self._handle.close()

    def reopen(self) -> bool:
        """Takes up what was committed since; is there anything? Searching does so where it has to."""
        changed = c_bool()
        with self._handle as archive:
            call(lib.archive_reopen, archive, byref(changed))
        return changed.value

    def stats(self) -> Stats:
        stats = native.Stats()
        with self._handle as archive:
            call(lib.archive_stats, archive, stats)
        told: Stats = row_of(Stats, stats)
        return told

    def shards(self) -> list[Shard]:
        """Its shards; those of a spread archive are asked whether they are there."""
        with self._handle as archive:
            return rows_of(Shard, native.Shard(), lib.archive_shard, archive)

    def article(self, id: str) -> Article:
        """The article with this id; morgue.NotFound where there is none, morgue.Network where
        a shard that may have it does not answer."""
        article, data = Article(), id.encode()
        with self._handle as archive:
            call(lib.archive_article, archive, data, len(data), article._pointer)
        return article

    def walk(self, query: Optional[str] = None) -> Walk:
        """All articles that match the query, or all of the archive, in the order in which they were
        added."""
        return Walk(self, query)

    def changes(self, since: Union[str, int] = "") -> Changes:
        """What was committed since a mark or revision: see morgue.changes()."""
        return Changes(self.path, since)

    def search(self, query: str = "", *, limit: int = 10, offset: int = 0, sort: str = "relevance",
               exact: bool = False, snippet: int = 240, snippets: int = 1,
               facets: Sequence[str] = (), facet_values: int = 10, timeline: str = "",
               similar: Optional[str] = None, timeout: float = 0, explain: bool = False,
               after: Optional[str] = None, go_on: Optional[Callable[[], object]] = None,
               filter: Optional[str] = None) -> Results:
        """Runs a query and gives a page of its hits. docs/query-language.md is its manual.

        limit       hits on the page; 0: only the numbers
        offset      hits passed over before the page
        sort        `relevance`, `newest` or `oldest`
        exact       count every hit instead of estimating
        snippet     length of a passage in characters
        snippets    passages of a hit, at most; 0: none, and no marks in the headline, which
                    takes half the time where many hits are read
        facets      fields whose values are to be counted, `facet_values` of each
        timeline    `year`, `month` or `day`
        similar     id of an article: find those like it; the query only filters
        timeout     seconds after which the search ends with what was found; 0: never
        explain     keep the plan, and the reasons of hits
        after       `cursor` of the page before
        go_on       called now and then; when it returns False, the search ends: morgue.Cancelled
        filter      another query, which hits have to match, too, and which changes no score
        """
        if isinstance(facets, str):
            facets = [facets]
        if len(facets) > native.FACETS_MAX:
            raise ValueError(f"there are {len(facets)} facets: {native.FACETS_MAX} are possible")
        callbacks = Callbacks()
        options = native.SearchOptions(
            limit=count_of(limit), offset=count_of(offset), sort=number_of(SORTS, sort, "sort"),
            exact=exact, count_only=limit == 0, snippet=count_of(snippet),
            snippets=count_of(snippets) or native.NO_SNIPPETS,
            timeout_ms=count_of(ceil(timeout * 1000)), explain=explain,
            similar=c_string(similar) if similar else None, n_facets=len(facets),
            facet_values=count_of(facet_values), timeline=number_of(PERIODS, timeline, "timeline"),
            after=c_string(after) if after else None,
            filter=c_string(filter) if filter else None)
        options.facets[:len(facets)] = [known_field(name) for name in facets]
        if go_on is not None or current_thread() is main_thread():  # there for Control-C
            asked = go_on or (lambda: True)
            options.go_on = native.GO_ON(callbacks.guard(lambda _: asked() is not False, False))
        pointer = c_void_p()
        with self._handle as archive:
            try:
                callbacks.call(lib.search, archive, c_string(query), options, byref(pointer))
            finally:
                if pointer.value:
                    handle = Handle(pointer.value, lib.results_free, self._handle)
        return Results(self, handle, facets, options)

    def search_all(self, query: str = "", *, sort: str = "relevance", snippet: int = 240,
                   snippets: int = 1, page: int = 500) -> Iterator[Hit]:
        """All hits of a query, page by page; morgue.Network where a shard did not answer, since then
        they are not all."""
        after: Optional[str] = None
        while True:
            results = self.search(query, limit=page, sort=sort, snippet=snippet, snippets=snippets,
                                  after=after)
            if results.partial:
                raise Network(results.notices[0])
            yield from results
            after = results.cursor
            if after is None:
                return


def open(path: Union[str, os.PathLike[str]]) -> Archive:
    """Opens the archive in this folder for reading."""
    return Archive(path)

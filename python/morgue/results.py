"""What a search has found: hits and their passages, facets, timelines, explanations."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from ctypes import POINTER, byref, c_size_t, string_at
from typing import TYPE_CHECKING, Any, NamedTuple, Optional, Union, overload

from . import _native as native
from ._handle import Handle, Owner
from ._native import count_of, lib, plain, row_of, text_of
from .article import Article, Record, kept, values_of
from .errors import call

if TYPE_CHECKING:
    from .search import Archive


class Passage(str):
    """A piece of text, with what the query asked for in it."""

    marks: list[tuple[int, int]]
    """Beginning and end of each place that the query asked for, in characters."""
    starts_late: bool
    """There is text before it."""
    ends_early: bool
    """There is text behind it."""

    def marked(self, before: str = "**", after: str = "**") -> str:
        """The text with something before and behind each mark: `<b>` and `</b>`, perhaps."""
        parts, place = [], 0
        for start, end in self.marks:
            parts += [self[place:start], before, self[start:end], after]
            place = end
        return "".join(parts) + self[place:]


def _passage(row: Any) -> Passage:
    data = string_at(row.text.data, row.text.len) if row.text.len else b""
    passage = Passage(data.decode("utf-8", "replace"))
    wide = len(passage) != len(data)  # then bytes are no characters
    passage.marks = []
    for i in range(row.n_marks):
        start, end = row.marks[i].start, row.marks[i].start + row.marks[i].len
        if wide:
            start, end = (len(data[:place].decode("utf-8", "replace")) for place in (start, end))
        passage.marks.append((start, end))
    passage.starts_late, passage.ends_early = row.starts_late, row.ends_early
    return passage


class Line(NamedTuple):
    """A line of a concordance: something that the query asked for, and what stands around it."""

    left: str
    node: str
    right: str
    in_title: bool


class Facet(NamedTuple):
    """A value of a field, and how many of all matching articles have it."""

    value: str
    count: int  # type: ignore[assignment]
    main: int
    """Of these, articles that are about it."""


class Facets(list[Facet]):
    """The most frequent values of a field, of `distinct` in all; `without` articles have none."""

    distinct: int
    without: int


class Bucket(NamedTuple):
    """A period in which there are articles."""

    start: str
    """`2022`, `2022-01` or `2022-01-21`."""
    count: int  # type: ignore[assignment]
    """Articles that match."""
    of: int
    """Articles of that period in all, under the same filters, but without the words."""


class Step(NamedTuple):
    """A part of the query as it was planned."""

    depth: int
    what: str
    terms: str
    n_terms: int
    frequency: int
    weight: float
    ms: float


class Reason(NamedTuple):
    """A part of the score of a hit."""

    what: str
    occurrences: int
    in_title: bool
    score: float


class Missing(NamedTuple):
    """A shard of a spread archive whose articles are not in the answer."""

    shard: str
    reason: str


def rows_of(kind: Any, row: Any, function: Any, *arguments: Any) -> list[Any]:
    """Rows that a function gives one by one, until it returns false, each as a `kind`."""
    found: list[Any] = []
    while function(*arguments, len(found), row):
        found.append(row_of(kind, row))
    return found


class Hit(Record):
    """An article that was found. Its fields are attributes, as those of an Article."""

    def __init__(self, results: Results, index: int) -> None:
        self._results = results
        self._index = index
        self._hit = native.Hit()
        with results._handle as pointer:
            call(lib.results_hit, pointer, index, self._hit)

    def __repr__(self) -> str:
        if self._results._handle.closed:
            return "<morgue.Hit (closed)>"
        return f"<morgue.Hit {self.id!r}: {self.title!r}>"

    def _get(self, number: int) -> str:
        with self._results._handle:
            return text_of(lib.article_get(self._hit.article, number, 0))

    def _all(self, number: int) -> list[str]:
        with self._results._handle:
            return values_of(self._hit.article, number)

    @property
    def article(self) -> Article:
        """The whole article, as a copy that is the caller's."""
        with self._results._handle:
            return kept(self._hit.article)

    @property
    def score(self) -> float:
        return float(self._hit.score)

    @property
    def headline(self) -> Passage:
        """The title with its marks; line breaks are spaces."""
        with self._results._handle:
            return _passage(self._hit.title)

    @property
    def snippets(self) -> list[Passage]:
        """Passages of the text, in its order."""
        with self._results._handle:
            return [_passage(self._hit.passages[i]) for i in range(self._hit.n_passages)]

    @property
    def snippet(self) -> Passage:
        """The first passage."""
        with self._results._handle:
            return _passage(self._hit.passages[0] if self._hit.n_passages else native.Passage())

    def lines(self, context: int = 60) -> list[Line]:
        """Each place that the query asked for, with up to `context` characters on either side."""
        rows, count = POINTER(native.Line)(), c_size_t()
        with self._results._handle as results:
            call(lib.results_lines, results, self._index, count_of(context), byref(rows), byref(count))
            return [Line(text_of(row.left), text_of(row.node), text_of(row.right), row.in_title)
                    for row in rows[:count.value]]

    @property
    def reasons(self) -> list[Reason]:
        """Why it has its score, in the order of the query; search with explain=True for it."""
        with self._results._handle as results:
            return rows_of(Reason, native.Reason(), lib.results_reason, results, self._index)


class Results(Owner, Sequence[Hit]):
    """A page of hits, and what is told of all articles that match."""

    def __init__(self, archive: Archive, handle: Handle, facets: Sequence[str],
                 options: native.SearchOptions) -> None:
        self._kept = archive, options  # live as long as the results
        self._handle = handle
        self._facets = facets
        with handle as results:
            self._count = int(lib.results_count(results))
            self.total: int = lib.results_total(results)
            """Articles that match, on all pages; an estimate unless `total_is_exact`."""
            self.total_is_exact: bool = lib.results_total_is_exact(results)
            self.partial: bool = lib.results_partial(results)
            """Ended by the timeout, or shards did not answer: there may be better hits, and all
            numbers are too low."""
            self.took_ms: float = lib.results_took_ms(results)

    def __len__(self) -> int:
        return self._count

    @overload
    def __getitem__(self, index: int) -> Hit: ...
    @overload
    def __getitem__(self, index: slice) -> list[Hit]: ...
    def __getitem__(self, index: Union[int, slice]) -> Union[Hit, list[Hit]]:
        found = range(self._count)[index]
        return Hit(self, found) if isinstance(found, int) else [Hit(self, i) for i in found]

    def __iter__(self) -> Iterator[Hit]:
        for i in range(self._count):
            yield Hit(self, i)

    def __repr__(self) -> str:
        about = "" if self.total_is_exact else "about "
        return f"<morgue.Results: {self._count} of {about}{self.total}>"

    def _told(self, function: Any, *arguments: Any) -> Any:
        with self._handle as results:
            return plain(function(results, *arguments))

    @property
    def cursor(self) -> Optional[str]:
        """Where the next page begins, for search(after=); None: this page has the last hit."""
        cursor: Optional[str] = self._told(lib.results_cursor)
        return cursor

    @property
    def notices(self) -> list[str]:
        """What the user should know about the answer."""
        found: list[str] = []
        while (notice := self._told(lib.results_notice, len(found))) is not None:
            found.append(notice)
        return found

    @property
    def shards(self) -> int:
        """How many shards the archive has, with those that did not answer."""
        return int(self._told(lib.results_shards))

    @property
    def missing(self) -> list[Missing]:
        """Shards of a spread archive that did not answer."""
        with self._handle as results:
            return rows_of(Missing, native.Missing(), lib.results_missing, results)

    @property
    def suggestion(self) -> Optional[str]:
        """A query like this one that finds more, where a word is spelled as the archive has it."""
        suggestion: Optional[str] = self._told(lib.results_suggestion)
        return suggestion

    @property
    def facets(self) -> dict[str, Facets]:
        """The values of each field that was asked for, most frequent first."""
        found = {}
        with self._handle as results:
            for i, name in enumerate(self._facets):
                values = Facets(rows_of(Facet, native.Facet(), lib.results_facet, results, i))
                values.distinct = lib.results_facet_values(results, i)
                values.without = lib.results_facet_without(results, i)
                found[name] = values
        return found

    @property
    def timeline(self) -> list[Bucket]:
        """Periods in the order of time; those without any article are left out."""
        with self._handle as results:
            return rows_of(Bucket, native.Bucket(), lib.results_bucket, results)

    @property
    def undated(self) -> int:
        """Matching articles without a date, which are in no bucket of the timeline."""
        return int(self._told(lib.results_undated))

    @property
    def plan(self) -> list[Step]:
        """The query as it was planned; search with explain=True for it."""
        with self._handle as results:
            return rows_of(Step, native.Step(), lib.results_step, results)

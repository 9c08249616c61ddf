"""Importing dumps: files, folders, and whatever else can be read from."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from ctypes import POINTER, c_char_p, memmove, pointer
from typing import Any, BinaryIO, Callable, NamedTuple, Optional, Union

from . import _native as native
from ._handle import Callbacks
from ._native import DATE_ORDERS, FIELDS, SEVERITIES, STATUS, c_path, c_string, lib, number_of, row_of
from .article import Article, kept, known_field
from .errors import Error
from .formats import RAISED, Format, c_format, fill

Path = Union[str, os.PathLike[str]]


class Problem(NamedTuple):
    """Something in the input that is not right."""

    severity: str
    """`skipped`, `repaired`, `rejected`; `noted`: how something was understood."""
    path: str
    offset: int
    """Byte in the (unpacked) file where the article begins."""
    line: int
    """From 1; 0 where lines mean nothing."""
    id: str
    reason: str


class FileReport(NamedTuple):
    """A file that was come across, when all of it was read."""

    path: str
    format: Optional[str]
    """None: it was not read, and a problem has said why."""
    why: Optional[str]
    charset: Optional[str]
    charset_why: Optional[str]
    articles: int
    rejected: int
    repaired: int
    known: int
    """Of the articles, those passed over unread."""
    filled: dict[str, int]
    """Articles that have the field, of those that were read."""


class Found(NamedTuple):
    """An article that was read, as it will be added."""

    path: str
    offset: int
    line: int
    article: Article


class Summary(NamedTuple):
    """What an import has done so far. articles_seen = added + replaced + unchanged + elsewhere +
    rejected - files_rejected."""

    articles_seen: int
    added: int
    replaced: int
    unchanged: int
    older: int
    rejected: int
    files_rejected: int
    repaired: int
    deleted: int
    tagged: int
    files_read: int
    files_skipped: int
    bytes_in: int
    bytes_expected: int
    bytes_text: int
    commits: int
    elsewhere: int
    """Those that are for other parts than the archive is."""


def _summary(row: Any) -> Summary:
    summary: Summary = row_of(Summary, row)
    return summary


def _problem(row: Any) -> Problem:
    return Problem(SEVERITIES[row.severity], *row_of(Problem, row)[1:])


def _file_report(row: Any) -> FileReport:
    report: FileReport = row_of(FileReport, row)
    return report._replace(filled={name: n for name, n in zip(FIELDS, row.filled) if n})


def _found(row: Any) -> Found:
    found: Found = row_of(Found, row)
    return found._replace(article=kept(row.article))


def _options(callbacks: Callbacks, *, format: Optional[str] = None,
             mappings: Optional[Mapping[str, str]] = None, formats: Iterable[Format] = (),
             dates: str = "auto", problem: Optional[Callable[[Problem], object]] = None,
             article: Optional[Callable[[Found], object]] = None,
             file: Optional[Callable[[FileReport], object]] = None,
             progress: Optional[Callable[[Summary], object]] = None,
             committed: Optional[Callable[[Summary, int], object]] = None,
             commit_articles: int = 0, commit_seconds: float = 0,
             part: tuple[int, int] = (0, 0)) -> native.ImportOptions:
    keys = [native.Mapping(known_field(field), c_string(key))
            for key, field in (mappings or {}).items()]
    own = [pointer(c_format(one, callbacks)) for one in formats]
    options = native.ImportOptions(
        format=c_string(format) if format else None, dates=number_of(DATE_ORDERS, dates, "dates"),
        mappings=(native.Mapping * len(keys))(*keys), n_mappings=len(keys),
        formats=(POINTER(native.Format) * len(own))(*own), n_formats=len(own),
        commit_articles=commit_articles, commit_ms=round(commit_seconds * 1000),
        part=part[0], parts=part[1])

    def told(tell: Callable[..., object], make: Callable[[Any], Any]) -> Callable[..., Any]:
        return callbacks.guard(lambda _, row, *more: tell(make(row[0]), *more) is not False, False)
    if problem:
        options.problem = native.ON_PROBLEM(told(problem, _problem))
    if article:
        options.article = native.ON_ARTICLE(told(article, _found))
    if file:
        options.file = native.ON_FILE(told(file, _file_report))
    if committed:
        options.committed = native.ON_COMMIT(told(committed, _summary))
    # Always there: it ends the import where another callback, or Control-C, has raised something.
    options.progress = native.ON_SUMMARY(told(progress or (lambda _: True), _summary))
    return options


def _run(callbacks: Callbacks, function: Any, writer: Optional[int], *what: Any) -> Summary:
    summary = native.Summary()
    try:
        callbacks.call(function, writer, *what, summary)
    except Error as error:
        error.summary = _summary(summary)
        raise
    return _summary(summary)


def import_paths(writer: Optional[int], callbacks: Callbacks,
                 paths: Union[Path, Iterable[Path]], **options: Any) -> Summary:
    """morgue_import()."""
    if isinstance(paths, (str, os.PathLike)):
        paths = [paths]
    names = [c_path(path) for path in paths]
    return _run(callbacks, lib.import_, writer, (c_char_p * len(names))(*names), len(names),
                _options(callbacks, **options))


def import_file(writer: int, callbacks: Callbacks, file: BinaryIO, name: Optional[str],
                **options: Any) -> Summary:
    """morgue_import_source()."""
    some = getattr(file, "read1", file.read)

    def read(_: Any, into: int, size: int, ret: Any, failure: Any) -> int:
        fill(failure, RAISED, STATUS["cancelled"])
        try:
            data = memoryview(some(size))
        except OSError as error:
            return fill(failure, error, STATUS["io"])
        if data.nbytes > size:
            raise ValueError(f"read({size}) gave {data.nbytes} bytes")
        memmove(into, data.tobytes(), data.nbytes)
        ret[0] = data.nbytes
        return STATUS["ok"]
    usual = getattr(file, "name", None)
    source = native.Source(
        name=c_string(name or (usual if isinstance(usual, str) else "-")),
        read=native.READ(callbacks.guard(read, STATUS["cancelled"])))
    return _run(callbacks, lib.import_source, writer, source, _options(callbacks, **options))


def dry_run(paths: Union[Path, Iterable[Path]], **options: Any) -> Summary:
    """Reads what Writer.import_paths() would import, with the same options, and writes nothing."""
    return import_paths(None, Callbacks(), paths, **options)

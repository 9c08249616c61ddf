"""libmorgue by ctypes: its structs, the words for its enums, its functions; one table of each.

python/tests/test_layout.py compares all of it with the headers in include/, which say what it means.
"""

from __future__ import annotations

import ctypes
import os
import sys
from ctypes import CFUNCTYPE, POINTER, c_bool, c_char, c_char_p, c_double, c_int, c_int64, c_size_t
from ctypes import c_uint, c_uint32, c_uint64, c_void_p, string_at
from ctypes.util import find_library
from keyword import iskeyword
from typing import TYPE_CHECKING, Any, Callable

# ---- Words for the numbers of enums -----------------------------------------------------------

STATUSES = ("ok", "not_found", "foreign", "bad_version", "locked", "stale", "corrupt", "bad_query",
            "bad_input", "invalid", "io", "no_memory", "network", "cancelled", "internal")
FIELDS = ("id", "title", "text", "date", "raw_date", "source", "section", "author", "url", "lang",
          "person", "org", "location", "topic", "modified", "dateline", "version", "extra", "actor",
          "about", "by")
ORIGINS = ("dump", "tagger", "inherited")
TAGGINGS = ("none", "auto", "all")
OUTCOMES = ("added", "replaced", "unchanged", "older", "elsewhere")
SEVERITIES = ("skipped", "repaired", "rejected", "noted")
DATE_ORDERS = ("auto", "day", "month")
SORTS = ("relevance", "newest", "oldest")
PERIODS = ("", "year", "month", "day")
READINGS = ("article", "known", "bad", "end", "broken")
STATUS = {word: number for number, word in enumerate(STATUSES)}
READING = {word: number for number, word in enumerate(READINGS)}
FACETS_MAX = 16
NO_SNIPPETS = 0xFFFFFFFF


def number_of(words: tuple[str, ...], word: str, what: str) -> int:
    """The number of a word that the caller has given."""
    try:
        return words.index(word)
    except ValueError:
        expected = ", ".join(repr(known) for known in words if known)
        raise ValueError(f"{what} is {word!r}: it is one of {expected}") from None


# ---- Structs ----------------------------------------------------------------------------------

if TYPE_CHECKING:
    class Struct(ctypes.Structure):
        """For the checker of types: members are what _fields_ says."""

        def __getattr__(self, name: str) -> Any: ...
        def __setattr__(self, name: str, value: Any) -> None: ...
else:
    Struct = ctypes.Structure


class Text(Struct):
    _fields_ = [("data", c_void_p), ("len", c_size_t)]


class Failure(Struct):  # morgue_error
    _fields_ = [("status", c_int), ("message", c_char * 512), ("offset", c_int64)]


class Field(Struct):
    _fields_ = [("id", c_int), ("name", c_char_p), ("key", c_char_p), ("aliases", c_char_p),
                ("description", c_char_p), ("example", c_char_p), ("searchable", c_bool),
                ("repeatable", c_bool)]


class Tag(Struct):
    _fields_ = [("name", Text), ("origin", c_int), ("confidence", c_uint), ("mentions", c_uint),
                ("main", c_bool)]


class Stats(Struct):
    _fields_ = [("articles", c_uint64), ("tagged", c_uint64), ("shards", c_uint64),
                ("revision", c_uint64), ("words", c_uint64), ("bytes_archive", c_uint64),
                ("bytes_text", c_uint64), ("earliest", c_char * 32), ("latest", c_char * 32),
                ("languages", c_char * 256), ("engine", c_char * 64), ("part", c_uint64),
                ("parts", c_uint64), ("reserved", c_uint64 * 6)]


class Shard(Struct):
    _fields_ = [("name", c_char_p), ("trouble", c_char_p), ("articles", c_uint64),
                ("answer_ms", c_double), ("reserved", c_void_p * 4)]


BEGIN = CFUNCTYPE(c_int, c_void_p, POINTER(c_void_p), POINTER(Failure))
TAG = CFUNCTYPE(c_int, c_void_p, c_void_p, c_void_p, c_uint, POINTER(Failure))
END = CFUNCTYPE(None, c_void_p, c_void_p)
PROGRESS = CFUNCTYPE(c_bool, c_void_p, c_uint64, c_uint64)
GO_ON = CFUNCTYPE(c_bool, c_void_p)


class Tagger(Struct):
    _fields_ = [("begin", BEGIN), ("tag", TAG), ("end", END), ("user", c_void_p),
                ("reserved", c_void_p * 4)]


class WriterOptions(Struct):
    _fields_ = [("memory", c_uint64), ("must_exist", c_bool), ("jobs", c_uint), ("tag", c_int),
                ("tagger_model", c_char_p), ("tagger", POINTER(Tagger)), ("replace", c_bool),
                ("part", c_uint64), ("parts", c_uint64), ("reserved", c_void_p * 5)]


class FormatInfo(Struct):
    _fields_ = [("name", c_char_p), ("description", c_char_p), ("extensions", c_char_p)]


class Mapping(Struct):
    _fields_ = [("field", c_int), ("key", c_char_p)]


class Problem(Struct):
    _fields_ = [("severity", c_int), ("path", c_char_p), ("offset", c_uint64), ("line", c_uint64),
                ("id", c_char_p), ("reason", c_char_p)]


class FileReport(Struct):
    _fields_ = [("path", c_char_p), ("format", c_char_p), ("why", c_char_p), ("charset", c_char_p),
                ("charset_why", c_char_p), ("articles", c_uint64), ("rejected", c_uint64),
                ("repaired", c_uint64), ("known", c_uint64), ("filled", c_uint64 * len(FIELDS))]


class Found(Struct):
    _fields_ = [("path", c_char_p), ("offset", c_uint64), ("line", c_uint64), ("article", c_void_p)]


class Summary(Struct):
    _fields_ = [(name, c_uint64) for name in (
        "articles_seen", "added", "replaced", "unchanged", "older", "rejected", "files_rejected",
        "repaired", "deleted", "tagged", "files_read", "files_skipped", "bytes_in",
        "bytes_expected", "bytes_text", "commits", "elsewhere")] + [("reserved", c_uint64 * 7)]


BID = CFUNCTYPE(c_int, c_void_p, c_void_p, c_size_t, c_char_p, POINTER(c_char_p))
OPEN = CFUNCTYPE(c_int, c_void_p, c_void_p, POINTER(c_void_p), POINTER(Failure))
NEXT = CFUNCTYPE(c_int, c_void_p, c_void_p, c_void_p, POINTER(Failure))
CLOSE = CFUNCTYPE(None, c_void_p)
READ = CFUNCTYPE(c_int, c_void_p, c_void_p, c_size_t, POINTER(c_size_t), POINTER(Failure))


class Format(Struct):
    _fields_ = [("name", c_char_p), ("description", c_char_p), ("extensions", c_char_p),
                ("raw", c_bool), ("bid", BID), ("open", OPEN), ("next", NEXT), ("close", CLOSE),
                ("user", c_void_p), ("reserved", c_void_p * 4)]


class Source(Struct):
    _fields_ = [("name", c_char_p), ("read", READ), ("user", c_void_p)]


ON_PROBLEM = CFUNCTYPE(None, c_void_p, POINTER(Problem))
ON_ARTICLE = CFUNCTYPE(None, c_void_p, POINTER(Found))
ON_FILE = CFUNCTYPE(None, c_void_p, POINTER(FileReport))
ON_SUMMARY = CFUNCTYPE(c_bool, c_void_p, POINTER(Summary))
ON_COMMIT = CFUNCTYPE(None, c_void_p, POINTER(Summary), c_uint64)


class ImportOptions(Struct):
    _fields_ = [("format", c_char_p), ("mappings", POINTER(Mapping)), ("n_mappings", c_size_t),
                ("dates", c_int), ("problem", ON_PROBLEM), ("article", ON_ARTICLE),
                ("file", ON_FILE), ("progress", ON_SUMMARY), ("user", c_void_p),
                ("formats", POINTER(POINTER(Format))), ("n_formats", c_size_t),
                ("commit_articles", c_uint64), ("commit_ms", c_uint64), ("committed", ON_COMMIT),
                ("part", c_uint64), ("parts", c_uint64), ("reserved", c_void_p * 6)]


class Change(Struct):
    _fields_ = [("id", Text), ("article", c_void_p), ("revision", c_uint64)]


class SearchOptions(Struct):
    _fields_ = [("limit", c_uint32), ("offset", c_uint32), ("sort", c_int), ("exact", c_bool),
                ("count_only", c_bool), ("snippet", c_uint32), ("snippets", c_uint32),
                ("timeout_ms", c_uint32), ("similar", c_char_p), ("timeline", c_int),
                ("facets", c_int * FACETS_MAX), ("n_facets", c_uint32),
                ("facet_values", c_uint32), ("explain", c_bool), ("after", c_char_p),
                ("go_on", GO_ON), ("user", c_void_p), ("filter", c_char_p),
                ("reserved", c_void_p * 7)]


class Missing(Struct):
    _fields_ = [("shard", c_char_p), ("reason", c_char_p), ("reserved", c_void_p * 2)]


class Mark(Struct):
    _fields_ = [("start", c_uint32), ("len", c_uint32)]


class Passage(Struct):
    _fields_ = [("text", Text), ("marks", POINTER(Mark)), ("n_marks", c_size_t),
                ("starts_late", c_bool), ("ends_early", c_bool)]


class Hit(Struct):
    _fields_ = [("article", c_void_p), ("score", c_double), ("title", Passage),
                ("passages", POINTER(Passage)), ("n_passages", c_size_t)]


class Line(Struct):
    _fields_ = [("left", Text), ("node", Text), ("right", Text), ("in_title", c_bool)]


class Facet(Struct):
    _fields_ = [("value", Text), ("count", c_uint64), ("main", c_uint64)]


class Bucket(Struct):
    _fields_ = [("from", c_char * 16), ("count", c_uint64), ("of", c_uint64)]


class Step(Struct):
    _fields_ = [("depth", c_uint), ("what", Text), ("terms", Text), ("n_terms", c_uint64),
                ("frequency", c_uint64), ("weight", c_double), ("ms", c_double)]


class Reason(Struct):
    _fields_ = [("what", Text), ("occurrences", c_uint32), ("in_title", c_bool),
                ("score", c_double)]


class Damage(Struct):
    _fields_ = [("place", c_char_p), ("id", c_char_p), ("docid", c_uint32), ("what", c_char_p)]


ON_DAMAGE = CFUNCTYPE(None, c_void_p, POINTER(Damage))


class MaintainOptions(Struct):
    _fields_ = [("full", c_bool), ("memory", c_uint64), ("jobs", c_uint), ("damage", ON_DAMAGE),
                ("progress", PROGRESS), ("user", c_void_p), ("part", c_uint64), ("parts", c_uint64),
                ("reserved", c_void_p * 6)]


class Verdict(Struct):
    _fields_ = [(name, c_uint64) for name in (
        "shards", "articles", "compared", "unchecked", "damages")] + [("reserved", c_uint64 * 4)]


class Rebuilt(Struct):
    _fields_ = [(name, c_uint64) for name in (
        "articles", "lost", "uncertain", "salvaged", "kept")] + [("reserved", c_uint64 * 4)]


class SnapshotFacts(Struct):
    _fields_ = [(name, c_uint64) for name in (
        "shards", "bytes", "bytes_copied", "bytes_cloned",
        "bytes_linked")] + [("reserved", c_uint64 * 4)]


# ---- Functions --------------------------------------------------------------------------------

# What they return and take. QUICK ones keep the interpreter's lock: they look at memory, or hardly
# do more, and giving the lock away for that would cost more than they do.
_P, _S, _N, _U = c_void_p, c_char_p, c_size_t, c_uint64
_OUT, _ERR = POINTER(c_void_p), POINTER(Failure)

QUICK: dict[str, tuple[Any, ...]] = {
    "version": (_S,),
    "version_details": (_S,),
    "status_text": (_S, c_int),
    "field_at": (POINTER(Field), _N),
    "field_named": (POINTER(Field), _S, _N),
    "format_at": (c_bool, _N, POINTER(FormatInfo)),
    "article_new": (_P,),
    "article_free": (None, _P),
    "article_clear": (None, _P),
    "article_copy": (c_int, _P, _P, _ERR),
    "article_set": (c_int, _P, c_int, _S, _N, _ERR),
    "article_add": (c_int, _P, c_int, _S, _N, c_int, _ERR),
    "article_add_tag": (c_int, _P, c_int, POINTER(Tag), _ERR),
    "article_add_extra": (c_int, _P, _S, _S, _N, _ERR),
    "article_count": (_N, _P, c_int),
    "article_remove": (None, _P, c_int),
    "article_get": (Text, _P, c_int, _N),
    "article_origin": (c_int, _P, c_int, _N),
    "article_tag": (c_bool, _P, c_int, _N, POINTER(Tag)),
    "article_extra_key": (Text, _P, _N),
    "article_json": (c_int, _P, POINTER(Text), _ERR),
    "writer_notice": (_S, _P),
    "writer_names_notice": (_S, _P, _N),
    "changes_count": (_U, _P),
    "changes_mark": (_S, _P),
    "results_count": (_N, _P),
    "results_total": (_U, _P),
    "results_total_is_exact": (c_bool, _P),
    "results_partial": (c_bool, _P),
    "results_shards": (_N, _P),
    "results_missing": (c_bool, _P, _N, POINTER(Missing)),
    "results_cursor": (_S, _P),
    "results_took_ms": (c_double, _P),
    "results_notice": (_S, _P, _N),
    "results_suggestion": (_S, _P),
    "results_facet": (c_bool, _P, _N, _N, POINTER(Facet)),
    "results_facet_values": (_U, _P, _N),
    "results_facet_without": (_U, _P, _N),
    "results_bucket": (c_bool, _P, _N, POINTER(Bucket)),
    "results_undated": (_U, _P),
    "results_step": (c_bool, _P, _N, POINTER(Step)),
    "results_reason": (c_bool, _P, _N, _N, POINTER(Reason)),
    "reader_skip": (None, _P, _N),
    "reader_path": (_S, _P),
    "reader_mark": (None, _P),
    "reader_note": (None, _P, _S),
}
SLOW: dict[str, tuple[Any, ...]] = {
    "archive_open": (c_int, _S, _OUT, _ERR),
    "archive_free": (None, _P),
    "archive_reopen": (c_int, _P, POINTER(c_bool), _ERR),
    "archive_stats": (c_int, _P, POINTER(Stats), _ERR),
    "archive_state": (c_int, _P, c_char_p, _ERR),
    "archive_shard": (c_bool, _P, _N, POINTER(Shard)),
    "archive_article": (c_int, _P, _S, _N, _P, _ERR),
    "walk_open": (c_int, _P, _S, _OUT, _ERR),
    "walk_free": (None, _P),
    "walk_next": (c_int, _P, _OUT, _ERR),
    "tagger_check": (c_int, _S, _ERR),
    "writer_open": (c_int, _S, POINTER(WriterOptions), _OUT, _ERR),
    "writer_free": (None, _P),
    "writer_add": (c_int, _P, _P, POINTER(c_int), _ERR),
    "writer_delete": (c_int, _P, _S, _N, _ERR),
    "writer_commit": (c_int, _P, _ERR),
    "writer_compact": (c_int, _P, PROGRESS, _P, _ERR),
    "writer_retag": (c_int, _P, PROGRESS, _P, POINTER(_U), _ERR),
    "import": (c_int, _P, POINTER(_S), _N, POINTER(ImportOptions), POINTER(Summary), _ERR),
    "import_source": (c_int, _P, POINTER(Source), POINTER(ImportOptions), POINTER(Summary), _ERR),
    "reader_peek": (c_int, _P, _N, POINTER(Text), _ERR),
    "reader_knows": (c_bool, _P, _S, _N),
    "reader_put": (c_int, _P, _P, c_int, _S, _N, _ERR),
    "changes_open": (c_int, _S, _S, _OUT, _ERR),
    "changes_free": (None, _P),
    "changes_next": (c_int, _P, POINTER(Change), _ERR),
    "search": (c_int, _P, _S, POINTER(SearchOptions), _OUT, _ERR),
    "results_free": (None, _P),
    "results_hit": (c_int, _P, _N, POINTER(Hit), _ERR),
    "results_whole": (c_int, _P, _N, POINTER(Passage), _ERR),
    "results_lines": (c_int, _P, _N, c_uint32, POINTER(POINTER(Line)), POINTER(_N), _ERR),
    "verify": (c_int, _S, POINTER(MaintainOptions), POINTER(Verdict), _ERR),
    "rebuild": (c_int, _S, POINTER(MaintainOptions), POINTER(Rebuilt), _ERR),
    "snapshot": (c_int, _S, _S, POINTER(SnapshotFacts), _ERR),
}


def _missing(name: str) -> Callable[..., Any]:
    def call(*_: object) -> Any:
        raise NotImplementedError(f"this libmorgue has no {name}(): install a later one")
    return call


class Library:
    """The functions of the tables, as attributes: lib.search is morgue_search(), lib.import_ is
    morgue_import()."""

    def __init__(self, path: str) -> None:
        for loader, table in ((ctypes.PyDLL(path), QUICK), (ctypes.CDLL(path), SLOW)):
            for name, (result, *arguments) in table.items():
                function: Any = getattr(loader, "morgue_" + name, None)
                if function is not None:
                    function.restype, function.argtypes = result, arguments
                attribute = name + "_" if iskeyword(name) else name
                setattr(self, attribute, function or _missing("morgue_" + name))

    if TYPE_CHECKING:
        def __getattr__(self, name: str) -> Any: ...


def _load() -> Library:
    usual = "libmorgue.1.dylib" if sys.platform == "darwin" else "libmorgue.so.1"
    asked = os.environ.get("MORGUE_LIBRARY")
    try:
        return Library(asked or usual)
    except OSError as error:
        found = None if asked else find_library("morgue")
        if found and found != usual:
            return Library(found)
        raise ImportError(f"libmorgue cannot be loaded ({error}): install it (the package libmorgue1,"
                          " or from a build of Morgue by cmake --install), or set MORGUE_LIBRARY to"
                          " its file") from None


lib = _load()

# ---- Text -------------------------------------------------------------------------------------


def text_of(run: Any) -> str:
    """A morgue_text as a string. What a damaged archive has that is no UTF-8 is replaced."""
    return string_at(run.data, run.len).decode("utf-8", "replace") if run.len else ""


def count_of(number: int) -> int:
    """A number that has to fit into 32 bits."""
    if not 0 <= number < 1 << 32:
        raise ValueError(f"{number} is out of range")
    return int(number)


def c_string(text: str | bytes) -> bytes:
    """Text for a function that reads up to the NUL."""
    if not isinstance(text, (str, bytes)):
        raise TypeError(f"text is a string, not {type(text).__name__}")
    data = text.encode() if isinstance(text, str) else text
    if b"\0" in data:
        raise ValueError("embedded null character")
    return data


def c_path(path: str | os.PathLike[str]) -> bytes:
    return c_string(os.fsencode(path))


def row_of(kind: Any, struct: Any) -> Any:
    """A NamedTuple of the first members of a struct, which test_layout compares with its own."""
    names = [name for name, *_ in struct._fields_[:len(kind._fields)]]
    return kind(*(plain(getattr(struct, name)) for name in names))


def plain(value: Any) -> Any:
    """A member of a struct as a Python value."""
    if isinstance(value, Text):
        return text_of(value)
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else value

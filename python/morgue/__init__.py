"""Full-text search for news archives: libmorgue for Python.

    import morgue

    for hit in morgue.open("archive").search('"article 5"'):
        print(hit.date, hit.title, hit.snippet)

An archive is a folder. It is written by one process at a time and read by any number meanwhile. For
searching it may be a file that lists shards on several machines, too: see docs/operations.md.

    open            an archive for searching: Archive, its Results, their Hits
    Writer          writes one, article by article or from dumps in any of formats()
    Article         a mapping of fields() to values
    changes         what was committed since the last time
    verify, rebuild, snapshot       look after one
    Error           what all exceptions of the library are: NotFound, BadQuery, Locked, ...

An object may be used from several threads; they take turns. Threads that are to search at the same
time open the archive each for itself: while C works, Python's other threads run.
"""

from ._native import lib as _lib
from .article import Article, Field, Tag, fields
from .changes import Change, Changes, changes
from .errors import (BadInput, BadQuery, BadVersion, Cancelled, Corrupt, Error, Foreign, InputOutput,
                     Internal, Invalid, Locked, Network, NoMemory, NotFound, Stale)
from .formats import Format, FormatInfo, Reader, formats
from .importing import FileReport, Found, Problem, Summary, dry_run
from .maintain import Damage, Rebuilt, Snapshot, Verdict, rebuild, snapshot, verify
from .results import Bucket, Facet, Facets, Hit, Line, Missing, Passage, Reason, Results, Step
from .search import Archive, Shard, Stats, Walk, open
from .writer import Writer

__version__ = "0.4.0"

__all__ = [
    "Archive", "Article", "BadInput", "BadQuery", "BadVersion", "Bucket", "Cancelled", "Change",
    "Changes", "Corrupt", "Damage", "Error", "Facet", "Facets", "Field", "FileReport", "Foreign",
    "Format", "FormatInfo", "Found", "Hit", "InputOutput", "Internal", "Invalid", "Line", "Locked",
    "Missing", "Network", "NoMemory", "NotFound", "Passage", "Problem", "Reader", "Reason",
    "Rebuilt", "Results", "Shard", "Snapshot", "Stale", "Stats", "Step", "Summary", "Tag",
    "Verdict", "Walk", "Writer", "changes", "dry_run", "fields", "formats", "open", "rebuild",
    "snapshot", "verify", "version",
]


def version(details: bool = False) -> str:
    """The version of libmorgue; with details those of the libraries underneath."""
    text: bytes = _lib.version_details() if details else _lib.version()
    return text.decode()

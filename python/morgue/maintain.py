"""Looking after archives: checking, mending and copying them."""

from __future__ import annotations

from typing import Any, Callable, NamedTuple, Optional

from . import _native as native
from ._handle import Callbacks
from ._native import c_path, lib, row_of
from .errors import call
from .importing import Path


class Damage(NamedTuple):
    """Something in an archive that is not as it should be."""

    place: str
    """In the archive's folder; "" for the folder itself."""
    id: str
    """Of the article that it is about, where that is known."""
    docid: int
    what: str


class Verdict(NamedTuple):
    """What verify() has looked at."""

    shards: int
    articles: int
    compared: int
    """Articles whose terms were compared with their texts."""
    unchecked: int
    """Shards whose files cannot be opened for writing, and were not checked by Xapian."""
    damages: int
    """0: the archive is sound."""


class Rebuilt(NamedTuple):
    """What rebuild() has done."""

    articles: int
    lost: int
    """That could not be read, as far as it is known that they were there."""
    uncertain: int
    """Parts of which it is not known how many articles they had."""
    salvaged: int
    """Of the articles, those not known to be what the archive had last."""
    kept: int
    """Damaged shards that are kept beside."""


class Snapshot(NamedTuple):
    """What snapshot() has made."""

    shards: int
    bytes: int
    bytes_copied: int
    bytes_cloned: int
    bytes_linked: int


def _maintain(kind: Any, struct: Any, function: Any, path: Path,
              damage: Optional[Callable[[Damage], object]],
              progress: Optional[Callable[[int, int], object]], **options: Any) -> Any:
    callbacks = Callbacks()

    def told(_: Any, row: Any) -> None:
        if damage:
            damage(row_of(Damage, row[0]))

    def go_on(_: Any, done: int, total: int) -> bool:
        return progress is None or progress(done, total) is not False
    c_options = native.MaintainOptions(
        damage=native.ON_DAMAGE(callbacks.guard(told)),
        progress=native.PROGRESS(callbacks.guard(go_on, False)), **options)
    callbacks.call(function, c_path(path), c_options, struct)
    return row_of(kind, struct)


def verify(path: Path, *, full: bool = False, damage: Optional[Callable[[Damage], object]] = None,
           progress: Optional[Callable[[int, int], object]] = None) -> Verdict:
    """Checks an archive: its files, their structure, each article and its fingerprint, and of a sample
    of articles, or of all (`full`), that they are indexed as they would be today. What is damaged is
    told to `damage`. Nobody may write meanwhile."""
    verdict: Verdict = _maintain(Verdict, native.Verdict(), lib.verify, path, damage, progress,
                                 full=full)
    return verdict


def rebuild(path: Path, *, memory: int = 0, jobs: int = 0, part: tuple[int, int] = (0, 0),
            damage: Optional[Callable[[Damage], object]] = None,
            progress: Optional[Callable[[int, int], object]] = None) -> Rebuilt:
    """Makes a sound archive of all articles that can be read, whatever else is damaged, and of
    archives of earlier versions of Morgue. What cannot be read is told to `damage`. `part` says which
    part the archive is, as for a Writer, where the manifest that told it is lost."""
    rebuilt: Rebuilt = _maintain(Rebuilt, native.Rebuilt(), lib.rebuild, path, damage, progress,
                                 memory=memory, jobs=jobs, part=part[0], parts=part[1])
    return rebuilt


def snapshot(path: Path, folder: Path) -> Snapshot:
    """Copies an archive, as the last commit has left it, into a new or empty folder; a writer may go
    on meanwhile. On the same file system the copy shares its bytes with the original."""
    facts = native.SnapshotFacts()
    call(lib.snapshot, c_path(path), c_path(folder), facts)
    made: Snapshot = row_of(Snapshot, facts)
    return made

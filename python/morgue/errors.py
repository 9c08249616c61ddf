"""Exceptions: one for each status of the library, all of them morgue.Error."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Optional

from ._native import STATUSES, Failure

if TYPE_CHECKING:
    from .importing import Summary


class Error(Exception):
    """What went wrong; str() of it says what, where, and what to do about it."""

    offset: Optional[int] = None
    """Column of a query or byte of a file, from 0, where there is one."""
    summary: Optional[Summary] = None
    """What an import had done when it failed."""


class NotFound(Error, LookupError):
    """There is no such archive, file or article."""


class Foreign(Error):
    """The folder is not a Morgue archive."""


class BadVersion(Error):
    """The archive was made by another version of Morgue."""


class Locked(Error):
    """Another process is writing to the archive."""


class Stale(Error):
    """The archive changed while it was read: ask again."""


class Corrupt(Error):
    """The archive is damaged."""


class BadQuery(Error, ValueError):
    """The query cannot be understood; `offset` is the column, from 0."""


class BadInput(Error, ValueError):
    """The article or file cannot be indexed."""


class Invalid(Error, ValueError):
    """An argument makes no sense."""


class InputOutput(Error):
    """Reading or writing a file failed."""


class NoMemory(Error, MemoryError):
    """Memory is out."""


class Network(Error):
    """A remote shard does not answer."""


class Cancelled(Error):
    """A callback of the caller's has ended the call by returning False."""


class Internal(Error):
    """An unexpected failure, which is a bug in the library."""


CLASSES: tuple[type[Error], ...] = (
    Error, NotFound, Foreign, BadVersion, Locked, Stale, Corrupt, BadQuery, BadInput, Invalid,
    InputOutput, NoMemory, Network, Cancelled, Internal)
assert len(CLASSES) == len(STATUSES)


def error_of(failure: Failure) -> Error:
    """The exception for what a call has filled in."""
    error: Error = CLASSES[failure.status](failure.message.decode("utf-8", "replace"))
    error.offset = failure.offset if failure.offset >= 0 else None
    return error


def status_of(error: Error) -> int:
    """The other way round, for callbacks that fail."""
    return CLASSES.index(type(error)) if type(error) in CLASSES[1:] else len(CLASSES) - 1


def call(function: Any, *arguments: Any) -> None:
    """Calls a function whose last argument is a morgue_error, and raises what it says."""
    failure = Failure()
    if function(*arguments, failure):
        raise error_of(failure)

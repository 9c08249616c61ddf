"""C objects: who frees them and when, who may use them now, and what callbacks have raised."""

from __future__ import annotations

import signal
import threading
from ctypes import byref, c_void_p
from types import TracebackType
from typing import Any, Callable, Optional

from .errors import Error, call


class Handle:
    """A C object, used by one thread at a time: `with handle as pointer:`.

    What was made from it (`child`: results from an archive) shares its lock and is freed before it.
    An object that Python drops while a thread is at work, perhaps this very one, is freed by that
    thread when it is done: so no destructor ever waits.
    """

    __slots__ = ("_pointer", "_free", "_parent", "_children", "_lock", "_user", "_dropped")

    def __init__(self, pointer: int, free: Callable[[int], None],
                 parent: Optional[Handle] = None) -> None:
        self._pointer: Optional[int] = pointer
        self._free = free
        self._parent = parent
        self._children: set[Handle] = set()
        self._lock: threading.Lock = parent._lock if parent else threading.Lock()
        self._user: list[int] = parent._user if parent else [0]  # the thread that has the lock
        self._dropped: list[Handle] = parent._dropped if parent else []
        if parent:
            parent._children.add(self)

    def __enter__(self) -> int:
        me = threading.get_ident()
        if not self._lock.acquire(False):
            if self._user[0] == me:
                raise RuntimeError("a callback may not use the object that calls it")
            self._lock.acquire()
        self._user[0] = me
        if self._pointer is None:
            self.__exit__()
            raise ValueError("it is closed, or the archive that it came from")
        return self._pointer

    def __exit__(self, kind: Optional[type[BaseException]] = None,
                 error: Optional[BaseException] = None,
                 trace: Optional[TracebackType] = None) -> None:
        self._user[0] = 0
        self._lock.release()
        if self._dropped:
            self._sweep()

    @property
    def closed(self) -> bool:
        return self._pointer is None

    def close(self) -> None:
        """Frees the object and all that was made from it, when no thread uses them any more."""
        if self._pointer is not None:
            try:
                with self:
                    self._end()
            except ValueError:  # somebody else was faster
                pass

    def drop(self) -> None:
        """The same for destructors: by whoever has the lock, if not by us."""
        if self._pointer is not None:
            self._dropped.append(self)
            self._sweep()

    def _sweep(self) -> None:
        while self._dropped and self._lock.acquire(False):
            self._user[0] = threading.get_ident()
            try:
                while self._dropped:
                    self._dropped.pop()._end()
            finally:
                self._user[0] = 0
                self._lock.release()

    def _end(self) -> None:
        for child in tuple(self._children):
            child._end()
        if self._parent:
            self._parent._children.discard(self)
        pointer, self._pointer = self._pointer, None
        if pointer is not None:
            self._free(pointer)


class Owner:
    """What has a handle, and gives it back when Python drops it."""

    _handle: Handle

    def __del__(self) -> None:
        if hasattr(self, "_handle"):
            self._handle.drop()


def made(function: Any, *arguments: Any) -> int:
    """Calls a function that hands out an object, and returns its address."""
    pointer = c_void_p()
    call(function, *arguments, byref(pointer))
    return pointer.value or 0


class Callbacks:
    """The first exception of a call's callbacks: kept, because it cannot pass through C."""

    def __init__(self) -> None:
        self.raised: Optional[BaseException] = None

    def guard(self, function: Callable[..., Any], failed: Any = None,
              always: bool = False) -> Callable[..., Any]:
        """`function`, which returns `failed` where it raises and, unless it is `always` called, ever
        after."""
        def guarded(*arguments: Any) -> Any:
            if self.raised is None or always:
                try:
                    return function(*arguments)
                except BaseException as error:
                    self.raised = self.raised or error
            return failed
        return guarded

    def call(self, function: Any, *arguments: Any) -> None:
        """errors.call() of a function that has these callbacks. Control-C is one of their exceptions:
        else it would be raised where a callback begins, and be lost."""
        usual = (threading.current_thread() is threading.main_thread()
                 and signal.getsignal(signal.SIGINT) is signal.default_int_handler)
        if usual:
            signal.signal(signal.SIGINT, self._interrupted)
        try:
            call(function, *arguments)
        except Error:
            if self.raised is None:
                raise
        finally:
            if usual:
                signal.signal(signal.SIGINT, signal.default_int_handler)
        error, self.raised = self.raised, None
        try:
            if error is not None:
                raise error
        finally:
            del error  # its traceback has this frame

    def _interrupted(self, *_: Any) -> None:
        self.raised = self.raised or KeyboardInterrupt()

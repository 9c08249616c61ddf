"""What a program cost: CPU time of its whole process tree, wall time, peak memory, bytes on disk."""
import os
import subprocess
import time
from typing import NamedTuple


class PeerFailed(Exception):
    """A system could not be measured; the text says why."""


class Usage(NamedTuple):
    cpu: float
    wall: float
    rss: int
    output: str


def run(argv, log, stdin=None, ok=(0,), env=None):
    """Runs argv to its end, its output in the file `log`. `stdin` is a path."""
    with open(stdin or os.devnull, "rb") as source, open(log, "wb") as sink, open(log + ".err", "wb") as errors:
        start = time.monotonic()
        process = subprocess.Popen(argv, stdin=source, stdout=sink, stderr=errors, env=env)
        _, status, used = os.wait4(process.pid, 0)
        wall = time.monotonic() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in ok:
        raise PeerFailed(f"{os.path.basename(argv[0])} ended with {process.returncode}: {_tail(log)}")
    with open(log, encoding="utf-8", errors="replace") as text:
        return Usage(used.ru_utime + used.ru_stime, wall, used.ru_maxrss * 1024, text.read())


def _tail(log):
    for path in (log + ".err", log):
        with open(path, encoding="utf-8", errors="replace") as text:
            lines = text.read().strip().splitlines()
        if lines:
            return lines[-1][:300]
    return "no message"


def bytes_on_disk(folder):
    """Sum over the files of what they occupy; holes do not count, nor blocks reserved beyond a file's end."""
    total = 0
    for parent, _, names in os.walk(folder):
        for name in names:
            found = os.stat(os.path.join(parent, name))
            total += min(found.st_size, found.st_blocks * 512)
    return total

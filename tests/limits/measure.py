"""Runs a program on something hostile, and says what it cost: memory, processor time, status and words."""

import os
import signal
import subprocess
import tempfile
import threading
import time

SECONDS = 240  # after which a run hangs


class Bad(Exception):
    """What a test found."""


class Done:
    def __init__(self, status, usage, out, err, seconds):
        self.status = status
        self.cpu = usage.ru_utime + usage.ru_stime
        self.peak = usage.ru_maxrss / 1024  # MB
        self.out = out
        self.err = err
        self.seconds = seconds


def feed(pipe, pieces):
    try:
        for piece in pieces:
            pipe.write(piece)
        pipe.close()
    except BrokenPipeError:
        pass


def begin_of(file, most=1 << 20):
    file.seek(0)
    return file.read(most).decode("utf-8", "replace")


def run(command, pieces=None, seconds=SECONDS, each_line=None):
    """Runs it; `pieces` are bytes for its standard input. What it prints is kept in files, so that no pipe
    fills up, and handed line by line to `each_line`: a child is charged with the memory of its parent,
    which has to stay small."""
    environment = {**os.environ, "LC_ALL": "C.UTF-8", "TZ": "UTC", "COLUMNS": "80"}
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        begin = time.monotonic()
        child = subprocess.Popen(command, env=environment, stdout=out, stderr=err,
                                 stdin=subprocess.PIPE if pieces else subprocess.DEVNULL)
        late = threading.Timer(seconds, child.send_signal, [signal.SIGKILL])
        late.start()
        if pieces:
            feed(child.stdin, pieces)
        _, status, usage = os.wait4(child.pid, 0)
        late.cancel()
        child.returncode = os.waitstatus_to_exitcode(status)
        taken = time.monotonic() - begin
        if child.returncode == -signal.SIGKILL:
            raise Bad("%s: killed after %d s" % (" ".join(command)[:200], taken))
        if each_line:
            out.seek(0)
            for line in out:
                each_line(line)
        return Done(child.returncode, usage, begin_of(out), begin_of(err), taken)

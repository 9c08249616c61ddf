"""Nodes of a spread archive on this machine, and a relay in front of them that counts what goes over the wire."""
import selectors
import socket
import subprocess
import threading
import time

from common.measure import PeerFailed

WAIT_S = 20
GATHER_S = 0.0005  # the relay lets small pieces come together, or it would be slower than the node


class Node:
    """An archive served by xapian-tcpsrv on loopback."""

    def __init__(self, archive):
        self.port = _free_port()
        argv = ["xapian-tcpsrv", "--quiet", "--interface", "127.0.0.1", "--port", str(self.port), archive]
        self.process = subprocess.Popen(argv, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                                        stderr=subprocess.DEVNULL, start_new_session=True)
        _wait_for(self.port, self.process)

    def cpu_ms(self):
        """Of each process of it that runs. xapian-tcpsrv forgets children that have ended, and what they took."""
        return {pid: _cpu_ms(pid) for pid in [self.process.pid, *_children(self.process.pid)]}

    def peak_kb(self):
        """The most that one of the children that still run had in memory."""
        return max(map(peak_kb, _children(self.process.pid)), default=0)

    def close(self):
        """xapian-tcpsrv passes SIGTERM on to its process group: it has one of its own for that."""
        self.process.terminate()
        self.process.wait()


def _free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _wait_for(port, process):
    until = time.monotonic() + WAIT_S
    while time.monotonic() < until and process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.02)
    raise PeerFailed("xapian-tcpsrv does not come up: it is in Debian's xapian-tools")


def _children(pid):
    try:
        with open(f"/proc/{pid}/task/{pid}/children", encoding="ascii") as listed:
            return [int(child) for child in listed.read().split()]
    except OSError:
        return []


def _cpu_ms(pid):
    """In proc(5) only schedstat is finer than a hundredth of a second; 0 for a process that has ended."""
    try:
        with open(f"/proc/{pid}/schedstat", encoding="ascii") as stat:
            return int(stat.read().split()[0]) / 1e6
    except OSError:
        return 0.0


def cpu_between(before, after):
    """What the processes that are in both of cpu_ms(), or began in between, took."""
    return sum(max(0.0, ms - before.get(pid, 0.0)) for pid, ms in after.items())


def peak_kb(pid):
    """The most memory that a process had, what it maps of files included."""
    with open(f"/proc/{pid}/status", encoding="utf-8", errors="replace") as status:
        return next((int(line.split()[1]) for line in status if line.startswith("VmHWM:")), 0)


class Relay:
    """Passes on to a port, and counts: bytes to the node (up), from it (down), and turns: a request after an answer,
    which is what costs the time that a packet takes to the node and back. Headers of TCP and IP are not counted."""

    def __init__(self, port):
        self.target, self.up, self.down, self.turns, self.connections = port, 0, 0, 0, 0
        self.lock = threading.Lock()
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    def counts(self):
        return {"up": self.up, "down": self.down, "turns": self.turns, "connections": self.connections}

    def close(self):
        """Connections that are open stay so until one of their ends closes them."""
        self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()

    def _serve(self):
        while True:
            try:
                client, _ = self.listener.accept()
            except OSError:
                return
            self.connections += 1
            node = socket.create_connection(("127.0.0.1", self.target))
            threading.Thread(target=self._pass_on, args=(client, node), daemon=True).start()

    def _pass_on(self, client, node):
        with client, node, selectors.DefaultSelector() as ready:
            ready.register(client, selectors.EVENT_READ, node)
            ready.register(node, selectors.EVENT_READ, client)
            answered = True
            while True:
                time.sleep(GATHER_S)
                for key, _ in ready.select():
                    piece = _receive(key.fileobj)
                    if not piece:
                        return
                    with self.lock:
                        answered = self._count(key.fileobj is client, len(piece), answered)
                    key.data.sendall(piece)

    def _count(self, upwards, size, answered):
        if upwards:
            self.up += size
            self.turns += answered
        else:
            self.down += size
        return not upwards


def _receive(end):
    try:
        return end.recv(1 << 20)
    except ConnectionError:
        return b""

"""What the tests of morgue-serve share: a server on a port of its own, clients ruder than libraries allow, and archives
to serve. MORGUE_BIN and MORGUE_SOURCE name the folders."""

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import unittest
import urllib.parse

SOURCE = os.environ.get("MORGUE_SOURCE") or os.path.abspath(os.path.join(os.path.dirname(__file__), "..", ".."))
BIN = os.path.abspath(os.environ.get("MORGUE_BIN") or os.path.join(SOURCE, "build", "release", "bin"))
SANITIZED = bool(os.environ.get("MORGUE_SANITIZE"))  # then memory grows, and nobody may trace
PATIENCE = 20  # seconds that a test waits for what comes at once
RST = b"\1\0\0\0\0\0\0\0"  # SO_LINGER: close() cuts the connection


def index(archive, *arguments):
    subprocess.run([os.path.join(BIN, "morgue-index"), "--tag=none", archive, *arguments], check=True,
                   stdout=subprocess.DEVNULL)
    return archive


def write_dump(path, articles):
    with open(path, "w", encoding="utf-8") as file:
        file.writelines(json.dumps(article) + "\n" for article in articles)
    return path


# ---- Clients -----------------------------------------------------------------------------------

class Answer:
    """`headers`: names in small letters; repeated ones are joined, as HTTP has it."""

    def __init__(self, status, headers, body):
        self.status, self.headers, self.body = status, headers, body

    @property
    def text(self):
        return self.body.decode("utf-8")  # all of ours is

    @property
    def json(self):
        return json.loads(self.body)


def read_chunks(stream):
    body = b""
    while True:
        size = int(stream.readline(), 16)
        part = stream.read(size + 2)
        if len(part) != size + 2:
            raise EOFError("cut off in a chunk")
        if not size:
            return body
        body += part[:-2]


def read_body(stream, headers, bare):
    if bare:
        return b""
    if headers.get("transfer-encoding") == "chunked":
        return read_chunks(stream)
    if "content-length" not in headers:
        return stream.read()
    body = stream.read(int(headers["content-length"]))
    if len(body) != int(headers["content-length"]):
        raise EOFError("%d of %s bytes came" % (len(body), headers["content-length"]))
    return body


def read_answer(stream, method="GET"):
    """The next answer; None where the line was closed instead."""
    first = stream.readline()
    if not first:
        return None
    status = int(re.fullmatch(rb"HTTP/1\.[01] (\d{3}) [ -~]*\r\n", first).group(1))
    headers = {}
    for line in iter(stream.readline, b"\r\n"):
        name, value = re.fullmatch(rb"([!-9;-~]+): ?([ -~\t]*)\r\n", line).groups()
        name, value = name.decode().lower(), value.decode()
        headers[name] = headers[name] + ", " + value if name in headers else value
    return Answer(status, headers, read_body(stream, headers, method == "HEAD" or status in (204, 304) or status < 200))


class Line:
    """A connection, on which anything may be sent."""

    def __init__(self, port, timeout=PATIENCE):
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=timeout)
        self.stream = self.socket.makefile("rb")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stream.close()
        self.socket.close()

    def send(self, data):
        """False where the server no longer listens to it."""
        try:
            self.socket.sendall(data)
            return True
        except (BrokenPipeError, ConnectionResetError):
            return False

    def answer(self, method="GET"):
        try:
            return read_answer(self.stream, method)
        except ConnectionResetError:
            return None

    def ask(self, target, method="GET", host="127.0.0.1", **headers):
        """Headers: Accept_Encoding="gzip"."""
        lines = "".join("%s: %s\r\n" % (name.replace("_", "-"), value) for name, value in headers.items())
        self.send(("%s %s HTTP/1.1\r\nHost: %s\r\n%s\r\n" % (method, target, host, lines)).encode())
        return self.answer(method)

    def is_closed(self):
        """Does the server hang up, and say nothing before?"""
        try:
            return self.stream.read(1) == b""
        except ConnectionResetError:
            return True
        except socket.timeout:
            return False

    def cut(self):
        """Goes away rudely: by RST."""
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RST)


def search_for(query, **more):
    return "/search?" + urllib.parse.urlencode({"q": query, "format": "json", **more})


# ---- Servers -----------------------------------------------------------------------------------

def free_port():
    with socket.socket() as some:
        some.bind(("127.0.0.1", 0))
        return some.getsockname()[1]


class Server:
    """A morgue-serve that runs until stop(). What it prints is in the file `log`."""

    def __init__(self, archive, *options, log, port=None):
        self.port = port or free_port()
        self.log_path = log
        with open(log, "ab") as file:
            self.child = subprocess.Popen(
                [os.path.join(BIN, "morgue-serve"), "--listen=127.0.0.1:%d" % self.port, *options, archive],
                stdin=subprocess.DEVNULL, stdout=file, stderr=file, env={**os.environ, "LC_ALL": "C.UTF-8", "TZ": "UTC"})
        try:
            self.wait()
        except BaseException:
            self.child.kill()
            self.child.wait()
            raise

    def wait(self):
        """Until it listens."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end and self.child.poll() is None:
            try:
                Line(self.port).__exit__()
                return
            except ConnectionRefusedError:
                time.sleep(0.01)
        raise AssertionError("it does not listen: status %s: %s" % (self.child.poll(), self.log()))

    def log(self):
        with open(self.log_path, encoding="utf-8", errors="replace") as file:
            return file.read()

    def get(self, target, method="GET", **headers):
        with Line(self.port) as line:
            return line.ask(target, method, **headers)

    def send(self, data):
        """What comes first for these bytes, after which the client says that no more come."""
        with Line(self.port) as line:
            if line.send(data):
                try:
                    line.socket.shutdown(socket.SHUT_WR)
                except OSError:
                    pass
            return line.answer()

    def stop(self, number=signal.SIGTERM):
        """Its exit status."""
        if self.child.poll() is None:
            self.child.send_signal(number)
        try:
            return self.child.wait(PATIENCE)
        finally:
            self.child.kill()

    # What it holds at the moment.

    def descriptors(self):
        return len(os.listdir("/proc/%d/fd" % self.child.pid))

    def memory(self):
        """MiB that are its own and present."""
        with open("/proc/%d/status" % self.child.pid, encoding="ascii") as file:
            return int(re.search(r"RssAnon:\s+(\d+) kB", file.read()).group(1)) / 1024

    def threads(self):
        return len(os.listdir("/proc/%d/task" % self.child.pid))


class Served(unittest.TestCase):
    """Tests on a server of the class, started once with its `options` on its `articles`."""

    options = ()
    articles = None  # samples/archive

    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.mkdtemp(prefix="morgue-serve-")
        cls.addClassCleanup(shutil.rmtree, cls.folder, ignore_errors=True)
        cls.archive = os.path.join(cls.folder, "archive")
        index(cls.archive, write_dump(cls.path("articles.jsonl"), cls.articles) if cls.articles
              else os.path.join(SOURCE, "samples", "archive"))
        cls.server = cls.serve(*cls.options)

    @classmethod
    def path(cls, *names):
        return os.path.join(cls.folder, *names)

    @classmethod
    def serve(cls, *options, archive=None, log="log", **more):
        """Starts one, and has it stopped in the end, with status 0."""
        server = Server(archive or cls.archive, *options, log=cls.path(log), **more)
        cls.addClassCleanup(cls.check_stop, server)
        return server

    @staticmethod
    def check_stop(server):
        if server.child.returncode is None and server.stop() != 0:
            raise AssertionError("it ended with status %s: %s" % (server.child.returncode, server.log()))

    def find(self, query, server=None, **more):
        """The answer of /search as JSON, which has to be one."""
        answer = (server or self.server).get(search_for(query, **more))
        self.assertEqual(answer.status, 200, answer.body)
        return answer.json

"""Servers that are none, or not as they should be: each listens on a port of its own in the namespace of the test."""

import socket
import threading

from toolbox import HUB

HTTP = b"HTTP/1.1 400 Bad Request\r\nContent-Type: text/html\r\nConnection: close\r\n\r\n<html>no</html>\r\n"


def read_greeting(address, port):
    """What a real node says first: a message of one byte of kind, a length and as many bytes."""
    with socket.create_connection((address, port), timeout=5) as line:
        line.settimeout(0.3)
        data = b""
        try:
            while piece := line.recv(4096):
                data += piece
        except socket.timeout:
            pass
    return data


class Rude:
    """Accepts connections until the end of the test, and treats each as `manner` does: a function of the connection."""

    def __init__(self, manner, port):
        self.port = port
        self.line = "tcp %s:%d" % (HUB, port)
        self.manner = manner
        self.server = socket.create_server((HUB, port))
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            connection = self.server.accept()[0]
            threading.Thread(target=self.treat, args=(connection,), daemon=True).start()

    def treat(self, connection):
        with connection:
            try:
                self.manner(connection)
            except OSError:  # it had enough
                pass


def stay(connection):
    """Until the other side goes."""
    while connection.recv(4096):
        pass


def says(data, then=stay):
    def manner(connection):
        connection.sendall(data)
        then(connection)
    return manner


def closes(connection):
    pass


def endless(connection):
    while True:
        connection.sendall(b"\0\xfe" * 32768)


def answers_with(greeting, data, then=stay):
    """Greets well, and says this to the first question."""
    def manner(connection):
        connection.sendall(greeting)
        connection.recv(4096)
        connection.sendall(data)
        then(connection)
    return manner


def manners(greeting):
    """Name -> manner; a part of the reason that is told, or None."""
    other = bytes([greeting[0], greeting[1], 99]) + greeting[3:]
    return {
        "silent": stay,
        "closes at once": closes,
        "garbage": says(bytes(range(255, 0, -1)) * 8),
        "half a greeting": says(greeting[:len(greeting) // 2]),
        "half a greeting and closes": says(greeting[:len(greeting) // 2], closes),
        "another version": says(other),
        "endless": endless,
        "http": says(HTTP, closes),
        "greets and is silent": says(greeting),
        "greets and closes": says(greeting, closes),
        "greets and talks garbage": answers_with(greeting, b"\x05\x04\xff\xff\xff\xff" * 64),
        "greets and never ends": answers_with(greeting, b"", endless),
        "greets and claims much": answers_with(greeting, b"\x06\xff\xff\xff\xff\xff\xff\xff\xff\x7f"),
        "greets and sends an exception": answers_with(greeting, b"\x07\x03abc"),
    }

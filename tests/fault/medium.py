"""A disk that may lose what was not synced: does again what a journal of the shim tells, and says
what could be found after the power was cut.

A file's writes are on the disk when the file was synced, a folder's names when the folder was.
Before, each sector of each write may have got there or not, each new length, and each change of a
name; after a rename there is the old name, or the new one, or both."""

import os
import random

SECTOR = 512


class File:
    def __init__(self, data=b""):
        self.durable = bytearray(data)
        self.size = len(data)
        self.pending = []  # (offset, data), or (length, None) for a new length

    def write(self, offset, data):
        self.pending.append((offset, data))
        self.size = max(self.size, offset + len(data))

    def cut(self, length):
        self.pending.append((length, None))
        self.size = length

    def sync(self):
        self.durable = self.content(lambda: True)
        self.pending = []

    def content(self, takes):
        """`takes()`: does this piece get to the disk?"""
        data = bytearray(self.durable)
        for offset, piece in self.pending:
            if piece is None:
                if takes():
                    lay_length(data, offset)
                continue
            for at, part in sectors(offset, piece):
                if takes():
                    lay_length(data, max(len(data), at + len(part)))
                    data[at:at + len(part)] = part
        return data

    def make(self, path, fate):
        with open(path, "wb") as file:
            file.write(self.content(fate.takes_data))


def lay_length(data, length):
    if length < len(data):
        del data[length:]
    data.extend(bytes(length - len(data)))


def sectors(offset, data):
    at = offset
    while at < offset + len(data):
        end = min((at // SECTOR + 1) * SECTOR, offset + len(data))
        yield at, data[at - offset:end - offset]
        at = end


class Folder:
    def __init__(self):
        self.durable = {}
        self.live = {}
        self.pending = []  # (name, node or None)

    def set(self, name, node):
        self.live[name] = node
        self.pending.append((name, node))

    def drop(self, name):
        del self.live[name]
        self.pending.append((name, None))

    def sync(self):
        self.durable = dict(self.live)
        self.pending = []

    def make(self, path, fate):
        os.mkdir(path)
        names = dict(self.durable)
        for name, node in fate.names(self.pending):
            names[name] = node
        for name, node in names.items():
            if node is not None:
                node.make(os.path.join(path, name), fate)


class Medium:
    """A folder that is on the disk, and what becomes of it."""

    def __init__(self, root):
        self.root = root
        self.top = read_tree(root)

    def find(self, path):
        node = self.top
        inner = os.path.relpath(os.path.normpath(path), self.root)
        for part in [] if inner == "." else inner.split("/"):
            if not isinstance(node, Folder) or part not in node.live:
                return None
            node = node.live[part]
        return node

    def take(self, call, path, to, offset, data):
        """A call of the journal; what could not be done then is not done here."""
        folder, name = self.find(os.path.dirname(path)), os.path.basename(path)
        node = self.find(path)
        if call == "write" and isinstance(node, File):
            node.write(offset, data)
        elif call == "truncate" and isinstance(node, File):
            node.cut(offset)
        elif call == "sync" and node:
            node.sync()
        elif call in ("create", "mkdir") and isinstance(folder, Folder) and not node:
            folder.set(name, File() if call == "create" else Folder())
        elif call in ("rename", "link") and node:
            target = self.find(os.path.dirname(to))
            target.set(os.path.basename(to), node)
            if call == "rename":
                folder.drop(name)
        elif call == "remove" and node and not (isinstance(node, Folder) and node.live):
            folder.drop(name)

    def make(self, path, fate):
        self.top.make(path, fate)


def read_tree(path):
    """What is there, all of it on the disk."""
    folder = Folder()
    for name in os.listdir(path):
        inner = os.path.join(path, name)
        if os.path.isdir(inner):
            folder.live[name] = read_tree(inner)
        else:
            with open(inner, "rb") as file:
                folder.live[name] = File(file.read())
    folder.sync()
    return folder


class Fate:
    """What of the things at risk gets to the disk."""

    KINDS = ("nothing", "all", "names", "data", "some", "torn", "first names", "nearly all")

    def __init__(self, kind, seed):
        self.kind = kind
        self.choice = random.Random(seed)
        self.share = self.choice.uniform(0.1, 0.9)

    def takes(self, whole, none):
        if self.kind in whole:
            return True
        return self.kind not in none and self.choice.random() < (
            0.97 if self.kind == "nearly all" else self.share)

    def takes_data(self):
        return self.takes(("all", "data"), ("nothing", "names"))

    def names(self, pending):
        """Those changes of names in a folder that get to the disk, in their order."""
        if self.kind in ("torn", "first names"):  # as a file system with a journal does it
            return pending[:self.choice.randint(0, len(pending))]
        return [change for change in pending if self.takes(("all", "names"), ("nothing", "data"))]


def read_journal(path):
    with open(path, "rb") as file:
        while line := file.readline():
            call, path, to, offset, length = line.decode().rstrip("\n").split("\t")
            yield call, path, to, int(offset), file.read(int(length))

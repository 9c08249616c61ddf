"""morgue-search as the cases of tests/cli see it when archives are spread: ARCHIVE, where it is a folder, is served by
nodes, each of which has the next stretch of its articles. The order of the archive stays, so answers have to be the same
to the byte.

spread.py SHARDS FOLDER BIN [ARGUMENT]...    FOLDER keeps what was spread, until the archive changes"""

import glob
import hashlib
import os
import shutil
import socket
import subprocess
import sys
import time

BESIDE = ("aliases.txt", "blocklist.txt")


def manifest(archive):
    return os.path.join(archive, "morgue.manifest")


def known_as(archive):
    """A name for the archive as it is: each commit replaces one of these files."""
    times = [os.stat(path).st_mtime_ns for path in (manifest(archive), *glob.glob(os.path.join(archive, "*", "iamglass")))]
    return hashlib.sha256(repr((os.path.realpath(archive), times)).encode()).hexdigest()[:16]


def index(binaries, archive, lines):
    subprocess.run([os.path.join(binaries, "morgue-index"), "--tag=none", "--jobs=1", archive, "-"], check=True,
                   input=b"".join(lines), stdout=subprocess.DEVNULL)


def serve(archive):
    """A node for an archive; its line in a list."""
    with socket.socket() as some:
        some.bind(("127.0.0.1", 0))
        port = some.getsockname()[1]
    with open(archive + ".log", "wb") as log:
        subprocess.Popen(["xapian-tcpsrv", "--interface", "127.0.0.1", "--port", str(port), archive],
                         stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True)
    for _ in range(10000):
        with open(archive + ".log", "rb") as log:
            if b"Listening" in log.read():
                return "tcp 127.0.0.1:%d\n" % port
        time.sleep(0.002)
    sys.exit("spread.py: the node does not listen")


def spread(count, folder, binaries, archive):
    """The list of its shards; the archive itself where there is nothing to spread."""
    part = os.path.join(folder, known_as(archive))
    path = os.path.join(part, "list")
    if not os.path.exists(path):
        dump = subprocess.run([os.path.join(binaries, "morgue-search"), "--dump", archive], stdout=subprocess.PIPE,
                              stderr=subprocess.DEVNULL, check=False).stdout
        articles = dump.splitlines(keepends=True)
        if not articles:
            return archive
        size = -(-len(articles) // count)
        os.makedirs(part)
        lines = ["# list\n"]
        for number in range(-(-len(articles) // size)):
            index(binaries, os.path.join(part, "part-%d" % number), articles[number * size:(number + 1) * size])
            lines.append(serve(os.path.join(part, "part-%d" % number)))
        with open(path, "w", encoding="ascii") as file:
            file.writelines(lines)
    take_along(archive, part)
    return path


def take_along(archive, part):
    for name in BESIDE:
        if os.path.exists(os.path.join(part, name)):
            os.remove(os.path.join(part, name))
        if os.path.exists(os.path.join(archive, name)):
            shutil.copy2(os.path.join(archive, name), part)


def main():
    count, folder, binaries, *arguments = sys.argv[1:]
    for i, argument in enumerate(arguments):
        if os.path.exists(manifest(argument)):
            arguments[i] = spread(int(count), folder, binaries, argument)
            break
    program = os.path.join(binaries, "morgue-search")
    os.execv(program, [program, *arguments])


if __name__ == "__main__":
    main()

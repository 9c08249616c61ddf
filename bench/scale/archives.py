"""Archives as they are measured: made by morgue-index, their bytes by table, their terms."""
import json
import os
import shutil
import subprocess

from common import measure
from peers.morgue import find

TABLES = ("postlist", "position", "termlist", "docdata")


def program(name):
    found = find(name)
    if not found:
        raise measure.PeerFailed(f"{name} is not built: set MORGUE_BUILD, or build into build/release/")
    return found


def shards(archive):
    return sorted(os.path.join(archive, name) for name in os.listdir(archive) if name.startswith("shard-"))


def bytes_by_table(archive):
    return {table: sum(os.path.getsize(os.path.join(shard, table + ".glass")) for shard in shards(archive))
            for table in TABLES}


def distinct_terms(archive):
    """How many terms the shards have but ids (Q) and addresses (U), each counted in each."""
    total = 0
    for shard in shards(archive):
        listed = subprocess.Popen(["xapian-delve", "-a", "-1", shard], stdout=subprocess.PIPE)
        next(listed.stdout)  # a heading
        total += sum(line[:1] not in (b"Q", b"U") for line in listed.stdout)
        if listed.wait():
            raise measure.PeerFailed("xapian-delve failed: it is in Debian's xapian-tools")
    return total


def index(archive, dump, tag="none", part="1/1", memory=None):
    """Makes the archive anew by one thread; a row of what that took. 1: some articles were left out."""
    shutil.rmtree(archive, ignore_errors=True)
    argv = [program("morgue-index"), "--json", "--jobs=1", f"--tag={tag}", archive, dump]
    if part != "1/1":
        argv.insert(1, f"--part={part}")
    if memory:
        argv.insert(1, f"--memory={memory}")
    used = measure.run(argv, archive + ".log", ok=(0, 1))
    summary = json.loads(used.output)
    return {"step": "index", "articles": summary["articles_total"], "tag": tag, "part": part, "memory": memory,
            "cpu_s": used.cpu, "wall_s": used.wall, "peak_mb": used.rss / 1e6, "bytes_text": summary["bytes_text"],
            "bytes": bytes_by_table(archive), "terms": distinct_terms(archive)}

#!/usr/bin/env python3
"""Reuters-21578 through the programs: every article accounted for, field searches counted against the SGML tags.

usage: reuters.py BIN DATA    BIN: folder of the programs; DATA: folder with reuters21578.tar.xz
"""
import glob
import itertools
import json
import os
import re
import subprocess
import sys
import tarfile
import tempfile

SKIPPED = 77
TAGS = {"TOPICS": "topic", "PLACES": "location", "PEOPLE": "person", "ORGS": "org"}


def articles(folder):
    """Each article's sets of tag values by field, by plain text search: the slow, obvious way."""
    for path in sorted(glob.glob(os.path.join(folder, "**", "*.sgm"), recursive=True)):
        with open(path, encoding="latin-1") as sgml:
            for block in re.findall(r"<REUTERS.*?</REUTERS>", sgml.read(), re.S):
                yield {field: set(re.findall(r"<D>(.*?)</D>", re.search(f"<{tag}>(.*?)</{tag}>", block, re.S).group(1)))
                       for tag, field in TAGS.items()}


def count(program, archive, query):
    run = subprocess.run([program, "--format=count", archive, query], capture_output=True, text=True)
    if run.returncode not in (0, 1):
        raise SystemExit(f"{query}: {run.stderr}")
    return int(run.stdout)


def compare(program, archive, dump):
    """Single tags of every kind, frequent and rare, and pairs across the fields. Returns (checked, wrong)."""
    checked = wrong = 0
    frequent = {}
    for field in TAGS.values():
        tally = {}
        for value in itertools.chain.from_iterable(article[field] for article in dump):
            tally[value] = tally.get(value, 0) + 1
        frequent[field] = sorted(tally, key=lambda value: (-tally[value], value))
    queries = [{field: value} for field, values in frequent.items() for value in values[:12] + values[-6:]]
    queries += [{"location": place, "org": org} for place in frequent["location"][:6] for org in frequent["org"][:6]]
    queries += [{"location": "japan", "person": person} for person in frequent["person"][:8]]
    for wanted in queries:
        expected = sum(all(value in article[field] for field, value in wanted.items()) for article in dump)
        found = count(program, archive, " ".join(f'{field}:="{value}"' for field, value in wanted.items()))
        checked += 1
        if found != expected:
            wrong += 1
            print(f"{wanted}: {found} found, {expected} in the SGML")
    return checked, wrong


def main():
    binaries, data = sys.argv[1:]
    source = os.path.join(data, "reuters21578.tar.xz")
    if not os.path.exists(source):
        print(f"skipped: {source} is not here")
        return SKIPPED
    with tempfile.TemporaryDirectory() as folder:
        with tarfile.open(source) as packed:
            packed.extractall(folder)
        archive = os.path.join(folder, "archive")
        sgml = sorted(glob.glob(os.path.join(folder, "**", "*.sgm"), recursive=True))
        run = subprocess.run([os.path.join(binaries, "morgue-index"), "--json", "--tag=none", archive, *sgml],
                             capture_output=True, text=True)
        summary = json.loads(run.stdout)
        dump = list(articles(folder))
        print({key: summary[key] for key in ("articles_seen", "added", "rejected", "seconds")})
        assert run.returncode in (0, 1), run.stderr
        assert len(dump) == 21578 == summary["articles_seen"] == summary["added"] + summary["rejected"], summary
        checked, wrong = compare(os.path.join(binaries, "morgue-search"), archive, dump)
        boj = count(os.path.join(binaries, "morgue-search"), archive, "location:japan actor:boj")
        print(f"{checked} counts compared, {wrong} differ; location:japan actor:boj {boj}")
        check = subprocess.run(["xapian-check", *glob.glob(os.path.join(archive, "shard-*"))], capture_output=True,
                               text=True)
        print(check.stdout.splitlines()[-1])
        return 1 if wrong or check.returncode else 0


if __name__ == "__main__":
    sys.exit(main())

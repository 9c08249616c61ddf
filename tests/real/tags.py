#!/usr/bin/env python3
"""Dumps with tags through the programs: every person, organization and place that a dump names is found in its field.

usage: tags.py BIN DATA    BIN: folder of the programs; DATA: folder with format-samples.tar.xz

Each format has an extractor that reads its samples independently of the programs: it yields, for each article, its id
and the sets of names by field. The names are then searched for as whole values (person:="...", location:="...").
"""
import collections
import glob
import json
import os
import subprocess
import sys
import tarfile
import tempfile

sys.dont_write_bytecode = True
import tags_news  # noqa: E402

SKIPPED = 77
FIELDS = ("person", "org", "location")

Tagged = collections.namedtuple("Tagged", "id names")  # names: {"person": set, "org": set, "location": set}


# ---- ninjs ------------------------------------------------------------------------------------------------------

NINJS_KEYS = {"person": "person", "people": "person", "organisation": "org", "organisations": "org",
              "place": "location", "places": "location"}
NO_TEXT = ("picture", "graphic", "video", "audio")


def ninjs_items(value):
    """The items in a JSON value: itself, those of a list, those inside of data, item, items."""
    if isinstance(value, list):
        for entry in value:
            yield from ninjs_items(entry)
    elif isinstance(value, dict):
        if "uri" in value or "guid" in value:
            yield value
        else:
            for key in ("data", "item", "items"):
                yield from ninjs_items(value.get(key))


def ninjs_names(item):
    names = {field: set() for field in FIELDS}
    for key, value in item.items():
        field = NINJS_KEYS.get(key.lower())
        for entry in value if field else ():
            names[field].add(entry.get("name") or entry.get("literal"))
            for contact in entry.get("contactInfo", entry.get("contactinfo", ())) if field == "location" else ():
                address = contact.get("address", {})
                names[field].update(address[part] for part in ("locality", "country") if part in address)
    organiser = item.get("eventDetails", {}).get("organiser", {}).get("name")
    if organiser:
        names["org"].add(organiser)
    return names


def ninjs(folder):
    for path in sorted(glob.glob(os.path.join(folder, "**", "*.json"), recursive=True)):
        with open(path, encoding="utf-8") as file:
            for item in ninjs_items(json.load(file)):
                if item.get("type") not in NO_TEXT:
                    altids = item.get("altids", {})
                    itemid = altids.get("itemid", "") if isinstance(altids, dict) else ""
                    uri = item.get("uri") or item["guid"]
                    yield Tagged(itemid if itemid and itemid + "?" in uri else uri, ninjs_names(item))


# The table of extractors: what the samples of a format are called in the data, and who reads them.
EXTRACTORS = {"ninjs": ninjs, "nitf": tags_news.news, "newsml-g2": tags_news.news, "newsml-1.2": tags_news.news}


# ---- Asking the programs ------------------------------------------------------------------------------------------


def ids(program, archive, query):
    run = subprocess.run([program, "--format=ids", "-n", "1000", archive, query], capture_output=True, text=True)
    if run.returncode not in (0, 1):
        raise SystemExit(f"{query}: {run.stderr}")
    return set(run.stdout.splitlines())


def is_found(program, archive, field, name, article):
    quoted = name.replace('"', " ")
    return article in ids(program, archive, f'{field}:="{quoted}"')


def compare(binaries, folder, extract):
    """Returns (articles, names, names not found). Articles with the same id are one: the last of them counts."""
    archive = os.path.join(folder, "archive")
    program = os.path.join(binaries, "morgue-search")
    subprocess.run([os.path.join(binaries, "morgue-index"), "--json", "--tag=none", archive, folder], capture_output=True, check=False)
    known = ids(program, archive, "*")
    articles = names = 0
    lost = []
    for tagged in {tagged.id: tagged for tagged in extract(folder)}.values():
        articles += tagged.id in known
        for field in FIELDS:
            for name in sorted(filter(None, tagged.names[field])):
                names += 1
                asked = "location" if field == "location" else "actor"
                if not is_found(program, archive, asked, name, tagged.id):
                    lost.append(f"{tagged.id}: {field} {name}")
    return articles, names, lost


def main():
    binaries, data = sys.argv[1:]
    source = os.path.join(data, "format-samples.tar.xz")
    if not os.path.exists(source):
        print(f"skipped: {source} is not here")
        return SKIPPED
    failed = False
    with tempfile.TemporaryDirectory() as folder:
        with tarfile.open(source) as packed:
            packed.extractall(folder)
        for name, extract in EXTRACTORS.items():
            samples = glob.glob(os.path.join(folder, "**", "formats", name), recursive=True)
            if not samples:
                print(f"{name}: no samples")
                continue
            articles, names, lost = compare(binaries, samples[0], extract)
            print(f"{name}: {articles} articles, {names} names, {names - len(lost)} found")
            for line in lost:
                print(f"  not found: {line}")
            failed = failed or bool(lost) or not names
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())

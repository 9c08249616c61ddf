#!/usr/bin/env python3
"""Puts the gazetteer together, for morgue-tag-train.

    prepare.py --hand DIR --given DIR --iso DIR --lexicon FILE > gazetteer.tsv

    DIR of --hand    the lists that are written by hand, in this folder
    DIR of --given   world-cities.csv, first-names/
    DIR of --iso     iso_3166-1.json, iso_3166-2.json (Debian: iso-codes)

A line a name: kinds, name, and where it leads to one: canonical name (=: itself), field (P, O, L), country,
flags (1: a country; 2: places of that name are in several countries). What comes first counts."""
import argparse
import collections
import csv
import glob
import json
import re
import sys
import unicodedata

COUNTRY, AMBIGUOUS = 1, 2


def plain(name):
    """Without diacritics, for comparing."""
    decomposed = unicodedata.normalize("NFD", name)
    return "".join(c for c in decomposed if not unicodedata.combining(c)).lower()


def decoded(data):
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def lines(pattern):
    for path in sorted(glob.glob(pattern)):
        with open(path, "rb") as file:
            for line in decoded(file.read()).splitlines():
                if line.strip() and not line.startswith("#"):
                    yield line.strip()


class Gazetteer:
    def __init__(self):
        self.rows = []

    def add(self, kind, name, canonical="", field="", country="--", flags=0):
        name = re.sub(r"\s+", " ", name.replace("’", "'")).strip()
        if not name or len(name) > 100 or "\t" in name:
            return
        if canonical:
            self.rows.append((kind, name, canonical, field, country, str(flags)))
        else:
            self.rows.append((kind, name))

    def write(self, out):
        for row in dict.fromkeys(self.rows):
            print("\t".join(row), file=out)


def cells(line):
    return [cell.strip() for cell in line.split("|")]


COMPASS = {"north", "south", "east", "west", "northeast", "northwest", "southeast", "southwest", "centre",
           "center", "central", "northern", "southern", "eastern", "western", "atlantic", "pacific"}


def add_places(g, hand, usual, common):
    for line in lines(f"{hand}/places*.txt"):
        country, name, *aliases = cells(line)
        if not re.fullmatch(r"[A-Z]{2}", country):
            country = "--"
        is_country = usual.get(country) == name
        for alias in [name] + aliases:
            if plain(alias) in common or plain(alias) in COMPASS:
                continue
            g.add("country" if is_country else "place", alias, name, "L", country, COUNTRY if is_country else 0)


def country_names(iso, hand):
    """Code -> the name that news use, and all names -> code."""
    with open(f"{iso}/iso_3166-1.json", encoding="utf-8") as file:
        entries = json.load(file)["3166-1"]
    usual, codes = {}, {}
    for e in entries:
        usual[e["alpha_2"]] = re.sub(r" \(.*\)", "", e.get("common_name", e["name"]))
        for key in ("name", "common_name", "official_name"):
            if key in e:
                first, _, rest = e[key].partition(", ")
                for name in (e[key], f"{rest} {first}".strip(), re.sub(r" \(.*\)", "", e[key]), first):
                    codes.setdefault(plain(name), e["alpha_2"])
    named = set()
    for line in lines(f"{hand}/places*.txt"):
        code, name, *aliases = cells(line)
        if code not in named and any(codes.get(plain(n)) == code for n in [name] + aliases):
            named.add(code)
            usual[code] = name
            for alias in aliases:
                codes.setdefault(plain(alias), code)
    return entries, usual, codes


def add_countries(g, entries, usual):
    for e in entries:
        name = usual[e["alpha_2"]]
        for key in ("name", "common_name", "official_name"):
            if key in e:
                g.add("country", e[key], name, "L", e["alpha_2"], COUNTRY)


def add_regions(g, iso, common):
    with open(f"{iso}/iso_3166-2.json", encoding="utf-8") as file:
        entries = json.load(file)["3166-2"]
    seen = collections.Counter(plain(e["name"]) for e in entries)
    for e in entries:
        for name in re.split(r"[\[\]/]", e["name"]):
            name = re.sub(r"\(.*\)|\*", "", name).strip(" ,")
            if len(name) > 2 and not name.isdigit() and plain(name) not in common | COMPASS:
                flags = AMBIGUOUS if seen[plain(e["name"])] > 1 else 0
                g.add("region", name, "=", "L", e["code"][:2], flags)


def add_cities(g, given, codes, common):
    with open(f"{given}/world-cities.csv", encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if len(row["name"]) > 2]
    countries, regions = collections.defaultdict(set), collections.defaultdict(set)
    for row in rows:
        countries[plain(row["name"])].add(row["country"])
    for row in rows:
        name, key = row["name"], plain(row["name"])
        if key in common or key in COMPASS:
            continue
        several = len(countries[key]) > 1
        code = codes.get(plain(row["country"]), "--")
        g.add("city", name, "=", "L", code, AMBIGUOUS if several else 0)
        regions[row["subcountry"]].add(code)
    for name in sorted(regions):
        if name and len(regions[name]) == 1:
            g.add("region", name, "=", "L", min(regions[name]), 0)


def leads(alias, common):
    """Does a name by itself tell which organization is meant? Abbreviations may be of several, and so
    may words that are ordinary ones."""
    if re.fullmatch(r"[A-Z&.-]{1,5}", alias):
        return False
    return " " in alias or alias.lower() not in common


def add_hand_lists(g, hand, common):
    for line in lines(f"{hand}/known.txt"):
        name, *aliases = cells(line)
        for alias in [name] + aliases:
            g.add("org", alias, name, "O")
    for line in lines(f"{hand}/persons*.txt"):
        name, *aliases = cells(line)
        for alias in [name] + aliases:
            g.add("person", alias, name, "P")
    for line in lines(f"{hand}/organizations*.txt"):
        name, *aliases = cells(line)
        for alias in [name] + aliases:
            if len(alias) > 1:
                g.add("org", alias, name if alias == name or leads(alias, common) else "=", "O")
    for line in lines(f"{hand}/nationalities*.txt"):
        for name in cells(line)[1:]:
            g.add("nation", name)
    for line in lines(f"{hand}/titles*.txt"):
        g.add("title", line)
    for line in lines(f"{hand}/org_words*.txt"):
        letter, _, word = line.partition(" ")
        g.add({"e": "org-end", "b": "org-begin"}[letter], word)
    for kind, name in (("never", "never"), ("media", "media"), ("first", "first_names"), ("last", "last_names")):
        for line in lines(f"{hand}/{name}*.txt"):
            for word in [line] if kind in ("never", "media") else line.split():
                g.add(kind, word)


def add_names(g, given, common):
    first = {line for line in lines(f"{given}/first-names/*.txt")}
    for name in sorted(first):
        if plain(name) not in common:
            g.add("first", name)


def add_seen(g, hand):
    for line in lines(f"{hand}/seen.tsv"):
        kind, name = line.split("\t")[:2]
        g.add("seen-" + kind, name)


def main():
    options = argparse.ArgumentParser()
    for name in ("hand", "given", "iso", "lexicon"):
        options.add_argument("--" + name, required=True)
    options = options.parse_args()
    common = set()  # words that are mostly written small
    with open(options.lexicon, encoding="utf-8") as file:
        for line in file:
            word, _, _, _, case = line.rstrip("\n").split("\t")
            if case in "01" and word[:1].islower():
                common.add(word)
    g = Gazetteer()
    entries, usual, codes = country_names(options.iso, options.hand)
    add_places(g, options.hand, usual, common)
    add_countries(g, entries, usual)
    add_hand_lists(g, options.hand, common)
    add_regions(g, options.iso, common)
    add_cities(g, options.given, codes, common)
    add_names(g, options.given, common)
    add_seen(g, options.hand)
    g.write(sys.stdout)


main()

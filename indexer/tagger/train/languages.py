#!/usr/bin/python3
"""Learns what languages look like: writes the bytes of the model's section LANGUAGES.

    languages.py [--cldr DIR] [--textcat DIR] > languages.section

Learns from words.txt here, from the short texts in many languages that Unicode's CLDR has for
symbols (Debian: unicode-cldr-core), and from the letter counts of libexttextcat-data. The format is
told in language.c. The same input gives the same bytes."""
import argparse
import bisect
import collections
import math
import os
import struct
import sys
import unicodedata
import xml.etree.ElementTree

GROUPS = ["LATIN", "CYRILLIC", "ARABIC", "DEVANAGARI", "HEBREW", "ETHIOPIC"]  # as in language.c
# Where a language has another name there: code and script -> name of the file.
CLDR = {"tl": "fil", "ku": "ckb", "srLATIN": "sr_Latn", "ht": ""}
TEXTCAT = {"no": "nb", "ha": "ha-NG", "srLATIN": "sr-Latn", "srCYRILLIC": "sr-Cyrl", "ku": "ckb"}
TRIGRAMS = {"LATIN": 190}  # of a language that become features
MORE_TRIGRAMS = 500  # of one in a script of few languages
FLOOR_LETTER, FLOOR_TRIGRAM, FLOOR_WORD = 1e-4, 2e-5, 2e-5
UNIT = 2  # what a factor of e is worth
BUCKETS = 1024


def mix(h):
    h ^= h >> 32
    h = h * 0xD6E8FEB86659FD93 & 0xFFFFFFFFFFFFFFFF
    return h ^ h >> 32


def hash_of(text):
    """mg_hash() of hash.h."""
    data = text.encode()
    h = len(data) * 0x9E3779B97F4A7C15 & 0xFFFFFFFFFFFFFFFF
    while len(data) >= 8:
        h = mix(h ^ int.from_bytes(data[:8], "little"))
        data = data[8:]
    return mix(h ^ int.from_bytes(data, "little"))


def lower(text):
    return "".join("i" if c == "İ" else c.lower() if len(c.lower()) == 1 else c for c in text)


def words_of(text):
    """Runs of letters and marks."""
    return "".join(c if unicodedata.category(c)[0] in "LM" else " " for c in text).split()


def script_of(word):
    name = unicodedata.name(word[0], "").split(" ")[0]
    return name


def trigrams(word):
    word = f" {word} "
    return [word[i : i + 3] for i in range(len(word) - 2)]


def from_words(words):
    """Trigrams of the small words, as often as their rank says."""
    counts = collections.Counter()
    for rank, word in enumerate(words):
        for gram in trigrams(word):
            counts[gram] += 1 / (rank + 10)
    return counts


def from_cldr(folder, name, script):
    """Trigrams of its words, each as often as the logarithm of how often it is there."""
    path = os.path.join(folder, "annotations", name + ".xml")
    words, counts = collections.Counter(), collections.Counter()
    if name and os.path.exists(path):
        for element in xml.etree.ElementTree.parse(path).getroot().iter("annotation"):
            words.update(words_of(lower(unicodedata.normalize("NFC", element.text or ""))))
    for word, n in words.items():
        if script_of(word) == script:
            for gram in trigrams(word):
                counts[gram] += 1 + math.log(n)
    return counts


def from_textcat(folder, name):
    """Trigrams as often as is told there; many files only tell their order."""
    counts, rank = collections.Counter(), 0
    path = os.path.join(folder, name + ".lm")
    if os.path.exists(path):
        with open(path, encoding="utf-8", errors="replace") as file:
            for line in file:
                gram, _, count = line.rstrip("\n").partition("\t")
                gram = lower(gram.strip().replace("_", " "))
                if len(gram) == 3 and gram.strip():
                    rank += 1
                    counts[gram] += int(count.strip() or 0) or 1 / (rank + 20)
    return counts


def merge(*parts):
    """Shares of trigrams; each (weight, counts) that is empty leaves its weight to the others."""
    parts = [(weight, counts, sum(counts.values())) for weight, counts in parts if sum(counts.values())]
    whole = sum(weight for weight, _, _ in parts)
    shares = collections.Counter()
    for weight, counts, total in parts:
        for gram, count in counts.items():
            shares[gram] += weight / whole * count / total
    return shares


def read_words(path):
    """[(code, words)] by script, in the order of the file."""
    groups = {name: [] for name in GROUPS}
    with open(path, encoding="utf-8") as file:
        for line in file:
            if line.startswith("#") or not line.strip():
                continue
            code, *words = line.split()
            words = [w for word in words for w in words_of(lower(unicodedata.normalize("NFC", word)))]
            script = collections.Counter(script_of(w) for w in words).most_common(1)[0][0]
            groups[script].append((code, list(dict.fromkeys(words))))
    return groups


def learn(script, languages, options):
    """Feature -> a score for each language."""
    scores = collections.defaultdict(lambda: [0.0] * len(languages))
    shares = []
    for code, words in languages:
        cldr = CLDR.get(code + script, CLDR.get(code, code))
        textcat = TEXTCAT.get(code + script, TEXTCAT.get(code, code))
        shares.append(merge((0.4, from_textcat(options.textcat, textcat)), (0.35, from_cldr(options.cldr, cldr, script)),
                            (0.25, from_words(words))))
    chosen = set()
    for share in shares:
        worth = {g: p * (1e-3 + math.log(p / (sum(s[g] for s in shares) / len(shares)) + 1)) for g, p in share.items()}
        chosen.update(sorted(worth, key=lambda g: (-worth[g], g))[: TRIGRAMS.get(script, MORE_TRIGRAMS)])
    for i, share in enumerate(shares):
        for gram in chosen:
            scores[gram][i] = max(0.0, math.log((share[gram] + FLOOR_TRIGRAM) / FLOOR_TRIGRAM)) / 2
    for i, (_, words) in enumerate(languages):
        for rank, word in enumerate(words):
            if len(word) > 1:
                scores[f" {word} "][i] = math.log(0.25 / (rank + 8) / FLOOR_WORD)
    for i, share in enumerate(shares):
        for letter, p in letters(share).items():
            scores[letter][i] = max(0.0, math.log((p + FLOOR_LETTER) / FLOOR_LETTER))
    return scores


def letters(share):
    """Shares of the letters beyond ASCII, each counted in the middle of trigrams."""
    counts = collections.Counter()
    for gram, p in share.items():
        if ord(gram[1]) >= 0x80:
            counts[gram[1]] += p
    return counts


def nibbles(values):
    """Two scores a byte, the first in the low half."""
    steps = [min(15, round(UNIT * v)) for v in values] + [0]
    return bytes(low | high << 4 for low, high in zip(steps[::2], steps[1::2]))


def group_bytes(languages, scores):
    rows = sorted((hash_of(feature) >> 32, values) for feature, values in scores.items())
    rows = [row for i, row in enumerate(rows) if i == 0 or rows[i - 1][0] != row[0]]
    codes = b"".join(code.encode() for code, _ in languages)
    codes += b"\0" * (-len(codes) % 4)
    hashes = b"".join(struct.pack("<I", h) for h, _ in rows)
    starts = [bisect.bisect_left(rows, (i << 22, [])) for i in range(BUCKETS + 1)]
    table = b"".join(nibbles(values) for _, values in rows)
    return len(rows), codes + struct.pack(f"<{BUCKETS + 1}I", *starts) + hashes + table


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--cldr", default="/usr/share/unicode/cldr/common")
    parser.add_argument("--textcat", default="/usr/share/libexttextcat")
    options = parser.parse_args()
    groups = read_words(os.path.join(os.path.dirname(os.path.abspath(__file__)), "words.txt"))
    at = 4 + 16 * len(GROUPS)
    head, body = struct.pack("<I", len(GROUPS)), b""
    for script in GROUPS:
        n_rows, data = group_bytes(groups[script], learn(script, groups[script], options))
        data += b"\0" * (-len(data) % 4)
        head += struct.pack("<IIII", at + len(body), len(data), len(groups[script]), n_rows)
        body += data
    sys.stdout.buffer.write(head + body)


if __name__ == "__main__":
    main()

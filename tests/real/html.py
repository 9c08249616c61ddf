#!/usr/bin/env python3
"""Real pages: how much of their articles' texts is found, and how much beside them, against texts taken by hand.

usage: html.py BIN DATA [-v N]    BIN: folder of the programs; DATA: folder with format-samples.tar.xz, or unpacked, with
article-extraction-benchmark/*.html.gz and its -ground-truth.json (github.com/scrapinghub/article-extraction-benchmark)

-v N lists the N worst pages of the first half, with what was lost and what was found too much.

Pages are in two halves by the parity of their hash: the extractor was made by looking at the first half only, the other
one says how it does on pages it has not seen. F1 is the harmonic mean of precision and recall over words (\\w+, each as
often as it occurs) and over runs of four words, a page at a time, then the mean of all pages.
"""
import collections
import difflib
import glob
import json
import os
import re
import subprocess
import sys
import tarfile
import tempfile

SKIPPED = 77
LEAST = {"words": 0.965, "runs": 0.96}


def find_data(folder):
    """The pages below the folder, and the texts in them by the pages' names."""
    for truth in glob.glob(os.path.join(folder, "**", "article-extraction-benchmark-ground-truth.json"), recursive=True):
        pages = sorted(glob.glob(os.path.join(os.path.dirname(truth), "article-extraction-benchmark", "*.html.gz")))
        if pages:
            with open(truth, encoding="utf-8") as texts:
                return pages, json.load(texts)
    return None, None


def unpack(data, scratch):
    """The folder that has the pages: `data`, or what its archive of samples holds."""
    samples = os.path.join(data, "format-samples.tar.xz")
    if not os.path.exists(samples):
        return data
    with tarfile.open(samples) as archive:
        archive.extractall(scratch, [member for member in archive if "/html/article-extraction" in member.name])
    return scratch


def words(text):
    return re.findall(r"\w+", text or "")


def runs(tokens, n):
    return collections.Counter(tuple(tokens[i:i + n]) for i in range(max(1, len(tokens) - n + 1))) if tokens else \
        collections.Counter()


def score(truth, found, n):
    """Precision, recall and F1 of one page."""
    a, b = runs(words(truth), n), runs(words(found), n)
    both = sum((a & b).values())
    if not a or not b:
        return (1.0, 1.0, 1.0) if not a and not b else (0.0, 0.0, 0.0)
    precision, recall = both / sum(b.values()), both / sum(a.values())
    return precision, recall, 2 * precision * recall / (precision + recall) if both else 0.0


def report(name, pages):
    means = []
    for unit, n in (("words", 1), ("runs", 4)):
        figures = [score(truth, found, n) for _, truth, found in pages]
        means.append([sum(f[k] for f in figures) / len(figures) for k in range(3)])
    print(f"{name:8} {len(pages):3} pages  words: P {means[0][0]:.4f} R {means[0][1]:.4f} F1 {means[0][2]:.4f}"
          f"   runs of four: P {means[1][0]:.4f} R {means[1][1]:.4f} F1 {means[1][2]:.4f}")
    return means[0][2], means[1][2]


def show(truth, found):
    a, b = re.findall(r"\S+", truth), re.findall(r"\S+", found or "")
    for kind, i, j, k, m in difflib.SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        if kind != "equal" and j > i:
            print("    lost  ", " ".join(a[i:j])[:500])
        if kind != "equal" and m > k:
            print("    beside", " ".join(b[k:m])[:500])


def main():
    with tempfile.TemporaryDirectory(prefix="morgue-html-") as scratch:
        return compare(sys.argv[1], unpack(sys.argv[2], scratch))


def compare(binaries, data):
    pages, truth = find_data(data)
    if not pages:
        print(f"skipped: {data} has no article-extraction-benchmark")
        return SKIPPED
    lines = subprocess.run([os.path.join(binaries, "pages"), *pages], capture_output=True, check=True).stdout
    read = [json.loads(line) for line in lines.decode().splitlines()]
    rows = []
    for page in read:
        name = os.path.basename(page["file"])[:-len(".html.gz")]
        rows.append((name, truth[name]["articleBody"], page.get("article", {}).get("text", "")))
        if "problem" in page:
            print(name[:8], truth[name]["url"], page["problem"])
    first = [row for row in rows if int(row[0], 16) % 2 == 0]
    second = [row for row in rows if int(row[0], 16) % 2]
    report("first", first)
    report("held out", second)
    of_words, of_runs = report("all", rows)
    if "-v" in sys.argv:
        worst = sorted(first, key=lambda row: score(row[1], row[2], 1)[2])
        for name, wanted, found in worst[:int(sys.argv[sys.argv.index("-v") + 1])]:
            print(name[:8], "P %.3f R %.3f F1 %.3f" % score(wanted, found, 1), truth[name]["url"])
            show(wanted, found)
    return 0 if of_words >= LEAST["words"] and of_runs >= LEAST["runs"] else 1


if __name__ == "__main__":
    sys.exit(main())

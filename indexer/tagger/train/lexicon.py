#!/usr/bin/python3
"""Learns from plain text what words are alike, and which are mostly written small.

    lexicon.py [--words N] FILE... > lexicon.tsv        FILE: JSON Lines with "title" and "text"

A line a word: the word as it is written, its cluster (fine, middle, coarse), and how often its
letters begin with a capital in running text: 0 hardly ever .. 3 nearly always.

Words are placed by what stands before and behind them: counts of neighbours, square roots taken,
scaled as in canonical correlation (Dhillon, Foster, Ungar 2015, "Eigenwords"), reduced by singular
values, and put into clusters by k-means. Needs python3-numpy and python3-scipy. The result is kept
in the tree, so that training does not need the text."""
import argparse
import collections
import json
import re
import sys

import numpy as np
from scipy.sparse import coo_matrix, diags
from scipy.sparse.linalg import svds

WORD = re.compile(r"[^\W_]+(?:[-'&.][^\W_]+)*\.?|[^\w\s]|\n\n")
KEEPS_STOP = re.compile(r"(?:[A-Z]\.)+|(?:Mr|Mrs|Ms|Dr|Gen|Sen|Rep|Gov|St|Jr|Sr|Inc|Corp|Co|Ltd|Lt|Col|Sgt|Prof|Rev|Hon)\.")
NEIGHBOURS, DIMENSIONS = 3000, 80
FINE, MIDDLE, COARSE = 600, 100, 20


def words_of(text):
    for word in WORD.findall(text.replace("’", "'")):
        if len(word) > 1 and word.endswith(".") and not KEEPS_STOP.fullmatch(word):
            yield word[:-1]
            yield "."
        elif word.endswith("'s"):
            yield word[:-2]
            yield "'s"
        else:
            yield re.sub(r"\d", "0", word)


def articles(paths):
    for path in paths:
        with open(path, encoding="utf-8") as file:
            for line in file:
                article = json.loads(line)
                yield article["text"]


def read(paths):
    """All words as numbers, -1 between articles; the words by number."""
    number, stream = {}, []
    for text in articles(paths):
        stream.append(np.array([number.setdefault(w, len(number)) for w in words_of(text)] + [-1], dtype=np.int32))
    return np.concatenate(stream), list(number)


def embed(stream, vocabulary, size):
    """A row of numbers for each of the most frequent words."""
    counts = np.bincount(stream[stream >= 0], minlength=len(vocabulary))
    order = np.argsort(-counts, kind="stable")[:size]
    rank = np.full(len(vocabulary) + 1, -1, dtype=np.int64)
    rank[order] = np.arange(len(order))
    ranks = rank[stream]
    blocks = []
    for distance in (1, -1, 2, -2):
        left, right = (ranks[:-distance], ranks[distance:]) if distance > 0 else (ranks[-distance:], ranks[:distance])
        fits = (left >= 0) & (right >= 0) & (right < NEIGHBOURS)
        pairs, n = np.unique(left[fits] * NEIGHBOURS + right[fits], return_counts=True)
        blocks.append((pairs // NEIGHBOURS, pairs % NEIGHBOURS + NEIGHBOURS * len(blocks), n))
    rows, columns, n = (np.concatenate(part) for part in zip(*blocks))
    matrix = coo_matrix((np.sqrt(n.astype(float)), (rows, columns)), shape=(len(order), NEIGHBOURS * len(blocks))).tocsr()
    by_row = np.sqrt(np.maximum(1, np.asarray(matrix.sum(1)).ravel()))
    by_column = np.sqrt(np.maximum(1, np.asarray(matrix.sum(0)).ravel()))
    scaled = diags(1 / by_row) @ matrix @ diags(1 / by_column)
    u, s, _ = svds(scaled, k=DIMENSIONS, random_state=1)
    vectors = u * s
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True) + 1e-9
    return [vocabulary[i] for i in order], counts[order], vectors


def k_means(points, weights, k, rounds=25):
    rng = np.random.default_rng(1)
    centres = points[rng.choice(len(points), k, replace=False, p=weights / weights.sum())]
    for _ in range(rounds):
        label = np.concatenate([np.argmax(part @ centres.T, axis=1) for part in np.array_split(points, 20)])
        sums = np.zeros_like(centres)
        np.add.at(sums, label, points * weights[:, None])
        norm = np.linalg.norm(sums, axis=1, keepdims=True)
        centres = np.where(norm > 0, sums / (norm + 1e-12), centres)
    return label, centres


def capital_classes(stream, vocabulary):
    """How often a word of small letters is written with a capital where a small word stands before it."""
    small = np.array([w[:1].islower() for w in vocabulary] + [False])
    follows = small[stream[:-1]]
    counts = np.bincount(stream[1:][follows & (stream[1:] >= 0)], minlength=len(vocabulary))
    high, low = collections.Counter(), collections.Counter()
    for word, n in zip(vocabulary, counts):
        (low if word[:1].islower() else high)[word.lower()] += int(n)
    def judge(word):
        h, l = high[word.lower()], low[word.lower()]
        share = (h + 0.1) / (h + l + 0.2)
        return 0 if share < 0.03 else 1 if share < 0.3 else 2 if share < 0.85 else 3
    return judge


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--words", type=int, default=45000)
    options.add_argument("files", nargs="+")
    options = options.parse_args()
    stream, vocabulary = read(options.files)
    print(len(stream), "words,", len(vocabulary), "different", file=sys.stderr)
    judge = capital_classes(stream, vocabulary)
    words, counts, vectors = embed(stream, vocabulary, options.words)
    weights = np.sqrt(counts.astype(float))
    fine, centres = k_means(vectors, weights, FINE)
    middle, middle_centres = k_means(centres, np.ones(FINE), MIDDLE)
    coarse, _ = k_means(middle_centres, np.ones(MIDDLE), COARSE)
    for word, cluster in zip(words, fine):
        print(word, cluster, middle[cluster], coarse[middle[cluster]], judge(word), sep="\t")


main()
